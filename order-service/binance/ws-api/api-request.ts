/** Reads a request of the WebSocket API: `{"id":any,"method":"…","params":{…}}`. */
import { isJsonObject, type JsonValue, parseStrictJson } from '../../http/strict-json.ts';
import { isRefusal } from '../../refusal.ts';
import { type DialectError, dialectError } from '../dialect-error.ts';

export interface ApiRequest {
  /** As it came. */
  readonly id: JsonValue;
  readonly method: string;
  /** As they were written: a signature is over them. */
  readonly params: ReadonlyMap<string, string>;
}

export interface BadRequest {
  readonly id: JsonValue;
  readonly error: DialectError;
}

const JSON_DEPTH_MAX = 4;
const VERSION = /^v3\//;

export function readApiRequest(text: Buffer): ApiRequest | BadRequest {
  const json = parseStrictJson(text, { depthMax: JSON_DEPTH_MAX });
  const literal = parseStrictJson(text, { depthMax: JSON_DEPTH_MAX, numbers: 'literals' });
  const isObject = !isRefusal(json) && !isRefusal(literal) && isJsonObject(json.value);
  if (!isObject || !isJsonObject(literal.value)) return bad(null, 'JSON object expected');
  const { id = null, method } = json.value;
  if (typeof method !== 'string') return bad(id, "missing field 'method'");
  const params = literal.value['params'] ?? {};
  if (!isJsonObject(params)) return bad(id, "'params' must be an object");
  return { id, method: method.replace(VERSION, ''), params: membersOf(params) };
}

function membersOf(params: Readonly<Record<string, JsonValue>>): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const [name, value] of Object.entries(params)) {
    if (value === null) continue;
    members.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return members;
}

const bad = (id: JsonValue, what: string): BadRequest => ({
  id,
  error: dialectError(400, -1135, `Invalid JSON Request: ${what}.`),
});
