import { type SettingKey, wrong } from './settings.ts';

export interface HostAndPort {
  readonly host: string;
  readonly port: number | null;
}

/** scheme://[user@]host[:port][,host[:port]…][/path][?name=value&…] */
export interface ServerUrl {
  readonly scheme: string;
  readonly user: string | null;
  readonly hosts: readonly HostAndPort[];
  /** Without the slash; empty: none. */
  readonly path: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const SHAPE = /^([a-z0-9]+):\/\/(?:([^@/?]*)@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/;
const HOST = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)(?::(\d*))?$/;

/** By hand, since a URL of the platform has one host. Throws ConfigError, which repeats no password. */
export function parseServerUrl(
  key: SettingKey,
  text: string,
  rules: {
    readonly schemes: readonly string[];
    readonly parameters: readonly string[];
    /** Where a password belongs. */
    readonly secret: SettingKey;
  },
): ServerUrl {
  const parts = SHAPE.exec(text);
  if (parts === null) throw wrong(key, `it is not a URL of ${rules.schemes.join(':// or ')}://`);
  const [, scheme = '', login, hosts = '', path = '', query = ''] = parts;
  if (!rules.schemes.includes(scheme)) {
    throw wrong(
      key,
      `${scheme}:// is not ${rules.schemes.map((each) => `${each}://`).join(' or ')}`,
    );
  }
  if (login?.includes(':') === true || (login === undefined && text.includes('@'))) {
    throw wrong(
      key,
      `it holds a password, which others could read; use ${rules.secret} or its _FILE`,
    );
  }
  return {
    scheme,
    user: login === undefined || login === '' ? null : decoded(key, login),
    hosts: hosts.split(',').map((each) => hostOf(key, each)),
    path: decoded(key, path),
    parameters: parametersOf(key, query, rules.parameters),
  };
}

function hostOf(key: SettingKey, text: string): HostAndPort {
  if (text === '') throw wrong(key, 'it names no host');
  const parts = HOST.exec(text);
  if (parts === null) throw wrong(key, `${text} is not host:port`);
  const [, host = '', , digits] = parts;
  if (digits === undefined) return { host, port: null };
  const port = Number(digits);
  if (digits === '' || port < 1 || port > 65_535) {
    throw wrong(key, `port ${digits === '' ? '(empty)' : digits} of ${host} is not 1 to 65535`);
  }
  return { host, port };
}

function parametersOf(
  key: SettingKey,
  query: string,
  known: readonly string[],
): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    if (!known.includes(name)) {
      throw wrong(key, `it has no parameter ${name}; there are ${known.join(', ')}`);
    }
    if (parameters.has(name)) throw wrong(key, `${name} stands in it twice`);
    if (value === '') throw wrong(key, `${name} is empty`);
    parameters.set(name, value);
  }
  return parameters;
}

function decoded(key: SettingKey, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong(key, 'it has a % that is not followed by two hexadecimal digits');
  }
}

/** A parameter that is true or false. */
export function switchOf(
  key: SettingKey,
  url: ServerUrl,
  name: string,
  fallback: boolean,
): boolean {
  const value = url.parameters.get(name);
  if (value === undefined) return fallback;
  if (value === 'true' || value === 'false') return value === 'true';
  throw wrong(key, `${name} is true or false, not ${value}`);
}
