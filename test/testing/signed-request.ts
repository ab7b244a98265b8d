import {
  type Credentials,
  signatureHeaders,
  signingTimestampMs,
} from '../../client/request-signature.ts';

export interface RawReply {
  readonly status: number;
  readonly text: string;
}

/** A signed request of the native dialect, and its answer as it came. */
export async function signedRequest(
  baseUrl: string,
  credentials: Credentials,
  request: { readonly method: string; readonly path: string; readonly body?: unknown },
): Promise<RawReply> {
  const { method, path } = request;
  const body = request.body === undefined ? '' : JSON.stringify(request.body);
  const text = { timestampMs: signingTimestampMs(Date.now()), method, path, body };
  const reply = await fetch(`${baseUrl}${path}`, {
    method,
    headers: {
      ...signatureHeaders(credentials, text),
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === '' ? {} : { body }),
  });
  return { status: reply.status, text: await reply.text() };
}
