/** Which set-up a command starts an exchange on. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { ConfigError } from '../ports/config/config-error.ts';
import {
  namesSetUp,
  settingsOfDirectory,
  settingsOfServices,
} from '../ports/config/directory-config.ts';
import { readConfig } from '../ports/config/exchange-config.ts';
import { findServicesRecord } from '../ports/config/services-record.ts';
import { bindDataDirectory } from '../ports/config/set-up-record.ts';
import { SETTINGS } from '../ports/config/settings.ts';
import type { CommandInput } from './command.ts';
import { CommandError, ExitCode } from './exit-codes.ts';

/** Variables for the processes of an exchange, beside those that they inherit. */
export type ExchangeSettings = Readonly<Record<string, string>>;

/**
 * What was typed, else what the environment says, else what the data directory remembers. The kafka
 * profile without URLs is the servers of `npm run services`, where `name` tells one exchange from
 * another; empty: the one that needs no name. Throws CommandError CONFIG_INVALID, NO_SERVICES.
 */
export function settingsFor(
  input: CommandInput,
  exchange: { readonly dataDirectory: string | null; readonly name: string },
): ExchangeSettings {
  const typed = typedSettings(input);
  const environment = { ...process.env, ...typed };
  const settings = withServices(typed, environment, exchange);
  asCommandError(() => readConfig({ flags: {}, environment: { ...environment, ...settings } }));
  return settings;
}

/** Of an exchange that lives as long as one command. */
export const privateName = (purpose: string): string =>
  `${purpose}-${randomBytes(4).toString('hex')}`;

const SWITCHES = { production: 'PRODUCTION', trustedNetwork: 'TRUSTED_NETWORK' } as const;
const OPTIONS = { profile: 'PROFILE', log: 'LOG', store: 'STORE', snapshots: 'SNAPSHOTS' } as const;

function typedSettings(input: CommandInput): ExchangeSettings {
  return Object.fromEntries([
    ...Object.entries(OPTIONS).flatMap(([option, key]) => {
      const value = input.text(option);
      return value === null ? [] : [[SETTINGS[key].key, value]];
    }),
    ...Object.entries(SWITCHES).flatMap(([option, key]) =>
      input.flag(option) ? [[SETTINGS[key].key, 'true']] : [],
    ),
  ]);
}

function withServices(
  typed: ExchangeSettings,
  environment: Readonly<Record<string, string | undefined>>,
  exchange: { readonly dataDirectory: string | null; readonly name: string },
): ExchangeSettings {
  const { PROFILE, LOG, STORE, SNAPSHOTS } = environment;
  if (!namesSetUp(environment)) {
    const { dataDirectory } = exchange;
    if (dataDirectory === null || !existsSync(dataDirectory)) return typed;
    return added(settingsOfDirectory(resolve(dataDirectory), environment), environment);
  }
  if (PROFILE !== 'kafka' || [LOG, STORE, SNAPSHOTS].some((url) => (url ?? '') !== '')) {
    return typed;
  }
  const services = findServicesRecord();
  if (services !== null) return settingsOfServices(services, exchange.name);
  throw new CommandError(
    {
      code: 'NO_SERVICES',
      exitCode: ExitCode.notReachable,
      hint: 'Start servers with: npm run services -- up, or name yours with --log, --store, --snapshots.',
    },
    'the kafka profile needs Kafka, Redis and an S3 server, and none were started here',
  );
}

/** What of the settings is not in the environment. */
function added(
  settings: Readonly<Record<string, string | undefined>>,
  environment: Readonly<Record<string, string | undefined>>,
): ExchangeSettings {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([key, value]) =>
      value === undefined || environment[key] === value ? [] : [[key, value]],
    ),
  );
}

/** So that whatever opens the data directory from now on finds the same set-up. */
export function bindToSetUp(dataDirectory: string, settings: ExchangeSettings): void {
  const environment = { ...process.env, ...settings };
  bindDataDirectory(dataDirectory, readConfig({ flags: {}, environment }).setUp);
}

function asCommandError(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CommandError(
      {
        code: error.code,
        exitCode: ExitCode.usage,
        hint: 'All settings: docs/configuration.md.',
      },
      error.message,
      { cause: error },
    );
  }
}
