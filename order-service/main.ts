/**
 * order-service --name order-service-1 --session 1 --data DIR --host 127.0.0.1 --port 4010
 *
 * Port 0: any. Where it listens stands in `<data>/<name>.json` and in the log.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runService, type ServiceContext } from '../ports/process/run-service.ts';
import { UsageError } from '../ports/process/usage-error.ts';
import { derivedSecret, openSecret, sealSecret } from '../ports/secret-box.ts';
import { assertLimits as assertSharedLimits } from '../proto/limits.ts';
import { sessionId } from '../proto/units.ts';
import { adminPortOption } from './admin-door-option.ts';
import type { DialectRateLimits } from './binance/rate-meters.ts';
import { openDoors } from './doors.ts';
import { faucetOption } from './faucet-option.ts';
import { assertLimits, DEFAULT_DOOR_LIMITS, DEFAULT_LIMITS } from './limits.ts';
import { OrderService } from './order-service.ts';
import { announceRegularly } from './report.ts';
import { closePrototypes } from './security/closed-prototypes.ts';
import { fileWatchStore } from './watch-store.ts';

closePrototypes();

await runService({
  service: 'order-service',
  defaultName: 'order-service-1',
  commandAppends: 'own-thread',
  options: {
    session: { type: 'string', default: '1' },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '4010' },
    'admin-host': { type: 'string', default: '127.0.0.1' },
    'admin-port': { type: 'string' },
    'key-weight-per-second': { type: 'string' },
    'binance-weight-per-minute': { type: 'string', default: '0' },
    'binance-orders-per-10s': { type: 'string', default: '0' },
    'binance-orders-per-day': { type: 'string', default: '0' },
    faucet: { type: 'string', default: 'off' },
  },
  start,
});

async function start(context: ServiceContext) {
  const { ports, log, options, name, dataDir, pid, version } = context;
  const doors = {
    ...DEFAULT_DOOR_LIMITS,
    ...(options['key-weight-per-second'] !== undefined && {
      keyWeightPerSecond: wholeNumber('key-weight-per-second', options, 10_000_000),
    }),
  };
  assertSharedLimits();
  assertLimits(DEFAULT_LIMITS, doors);
  const adminPort = adminPortOption(options['admin-port'], context.safety);
  const masterKey = context.masterKey();
  const service = await OrderService.start({
    name,
    sessionId: sessionId(wholeNumber('session', options, 255)),
    ports,
    log,
    sealing: {
      seal: (secret) => sealSecret(masterKey, secret),
      open: (sealed) => openSecret(masterKey, sealed),
      secretFor: (apiKey) => derivedSecret(masterKey, `API key ${apiKey}`),
    },
    watches: fileWatchStore(join(dataDir, `${name}.watches.json`)),
    // After what is there to read was read: one admission for all of it.
    defer: setImmediate,
    onBroken: (error) => context.fail(error),
  });
  const host = String(options['host']);
  const port = wholeNumber('port', options, 65_535);
  const identity = { pid, version };
  const dialectLimits = dialectLimitsOf(options);
  const faucet = faucetOption(options['faucet'], context.safety);
  const opened = await openDoors({
    ...{ service, doors, host, port, identity, dialectLimits },
    ...(faucet === 'on' && { faucet }),
    ...(adminPort !== 'same' && {
      adminDoor: { host: String(options['admin-host']), port: adminPort },
    }),
  });
  const placePath = join(dataDir, `${name}.json`);
  writePlace(placePath, { baseUrl: opened.baseUrl, wsUrl: opened.wsUrl, pid });
  const { baseUrl, wsUrl, adminUrl } = opened;
  log.info({ baseUrl, wsUrl, adminUrl }, 'listening');
  if (context.safety === 'production' && adminUrl === baseUrl) {
    log.warn({ baseUrl }, 'the endpoints of operators are at the door of everybody, as was asked');
  }
  const { startedAtUs } = context;
  const reports = announceRegularly(service, { pid, version, startedAtUs });
  return {
    async stop() {
      rmSync(placePath, { force: true });
      reports.stop();
      await opened.close();
      await service.stop();
    },
  };
}

/** 0: not limited. */
function dialectLimitsOf(options: Readonly<Record<string, unknown>>): DialectRateLimits {
  return {
    weightPerMinute: wholeNumber('binance-weight-per-minute', options, 10_000_000),
    ordersPerTenSeconds: wholeNumber('binance-orders-per-10s', options, 10_000_000),
    ordersPerDay: wholeNumber('binance-orders-per-day', options, 10_000_000),
  };
}

function wholeNumber(
  name: string,
  options: Readonly<Record<string, unknown>>,
  most: number,
): number {
  const text = String(options[name]);
  const value = Number(text);
  if (/^\d{1,8}$/.test(text) && value <= most) return value;
  throw new UsageError(`--${name} is a number up to ${most}, not ${text}`);
}

/** Whole or not at all: others wait for it. */
function writePlace(path: string, place: object): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(place)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
