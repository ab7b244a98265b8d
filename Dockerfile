# The processes of the exchange and its command line; docker-compose.yml says which runs where.
FROM node:24.11.1-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run -s build && npm prune --omit=dev --no-audit --no-fund

FROM node:24.11.1-bookworm-slim
ENV NODE_ENV=development
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# Read models and logs; whatever must last is on the servers.
RUN install -d -o node -g node -m 0700 /data
VOLUME /data
USER node
EXPOSE 4010
ENTRYPOINT ["node"]
CMD ["dist/cli/main.js", "--help"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "dist/cli/process-health.js", "http://127.0.0.1:4010"]
