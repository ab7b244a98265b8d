import process from 'node:process';
import { readConfig } from '../../ports/config/exchange-config.ts';
import type { Durability } from '../../ports/event-log/event-log.ts';
import type { CommandInput } from '../command.ts';
import { demoPath } from '../connection.ts';
import { type ExchangeSettings, settingsFor } from '../exchange-settings.ts';
import { CommandError, ExitCode, usageError } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { PORT_MAX } from '../supervisor/port-check.ts';
import { RunningExchange } from '../supervisor/running-exchange.ts';

const interruptionOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

export async function upCommand(input: CommandInput): Promise<ExitCode> {
  const { output, interrupted } = input;
  const startedMs = performance.now();
  const dataDirectory = input.text('data') ?? './data';
  assertPorts(input);
  const settings = settingsFor(input, { dataDirectory, name: '' });
  const { makeAdministrator, ...demonstration } = await import('../demo/demo-exchange.ts');
  const demo = input.flag('demo') ? demonstration : null;
  const exchange = await RunningExchange.start({
    dataDirectory,
    port: input.count('port'),
    ...adminPortOf(input, settings),
    durability: (input.text('durability') ?? 'disk') as Durability,
    engines: input.flag('noStandby') ? 'one' : 'primary-and-standby',
    snapshotIntervalMs: input.count('snapshotIntervalMs'),
    snapshotEvents: input.count('snapshotEvents'),
    accountSnapshotIntervalMs: input.count('accountSnapshotIntervalMs'),
    settings,
    say: (message) => output.say(message),
    prepare: async (data) => {
      if (demo !== null) await demo.writeFirstRecords(data);
      else if ((await makeAdministrator(data)) === 'appended') {
        output.say(`the administrator's key is in ${demoPath(data)}`);
      }
    },
    ...(demo === null ? {} : faucetOf(settings)),
  });
  output.say(`starting on ${exchange.dataDirectory} …`);
  // Keeps this process alive even while every child waits for its restart.
  const heartbeat = setInterval(() => {}, 60_000);
  try {
    await exchange.ready(interrupted);
    const processesReadyMs = performance.now() - startedMs;
    const record = demo === null ? null : await demo.setUpDemo(exchange);
    exchange.startSecondWave();
    if (demo !== null && !input.flag('noTraders')) demo.startTraders(exchange);
    announce(exchange, output, {
      accounts: record === null ? null : record.accounts.map(({ name }) => name),
      processesReadyMs: Math.round(processesReadyMs),
      readyMs: Math.round(performance.now() - startedMs),
      sinceProcessStartMs: Math.round(performance.now()),
    });
    await interruptionOf(interrupted);
    output.say('stopping …');
    return ExitCode.ok;
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === ExitCode.interrupted) {
      return ExitCode.interrupted;
    }
    throw error;
  } finally {
    clearInterval(heartbeat);
    await exchange.stop();
  }
}

/** Before a data directory is made. Throws USAGE. */
function assertPorts(input: CommandInput): void {
  for (const [flag, key] of [
    ['--port', 'port'],
    ['--admin-port', 'adminPort'],
  ] as const) {
    const port = input.number(key) ?? 0;
    if (port > PORT_MAX) throw usageError(`${flag} takes 0 to ${PORT_MAX}, got ${port}`);
  }
}

/** Production has a door for operators: at a port that is free, unless one is named. */
function adminPortOf(
  input: CommandInput,
  settings: ExchangeSettings,
): { readonly adminPort?: number } {
  if (input.text('adminPort') !== null) return { adminPort: input.count('adminPort') };
  return isProduction(settings) ? { adminPort: 0 } : {};
}

const isProduction = (settings: ExchangeSettings): boolean =>
  readConfig({ flags: {}, environment: { ...process.env, ...settings } }).safety === 'production';

/** A demonstration gives money away, but not one that is set up as in production. */
function faucetOf(settings: ExchangeSettings): { readonly faucet?: 'on' } {
  return isProduction(settings) ? {} : { faucet: 'on' };
}

interface Readiness {
  readonly accounts: readonly string[] | null;
  readonly processesReadyMs: number;
  readonly readyMs: number;
  readonly sinceProcessStartMs: number;
}

function announce(exchange: RunningExchange, output: Output, readiness: Readiness): void {
  const { baseUrl, wsUrl, adminUrl, dataDirectory } = exchange;
  const urls = { baseUrl, wsUrl, adminUrl };
  const data = dataDirectory;
  const { accounts, ...times } = readiness;
  output.result({ ready: true, ...urls, dataDirectory: data, accounts, ...times }, () => {
    const head = [
      output.style('bold', `ready in ${(readiness.readyMs / 1000).toFixed(1)} s: ${baseUrl}`),
      `  API reference  ${baseUrl}/docs`,
      `  WebSocket      ${wsUrl}`,
      ...(adminUrl === baseUrl ? [] : [`  operators      ${adminUrl}`]),
      `  data, logs     ${data}`,
    ];
    if (accounts === null) return head;
    return [
      ...head,
      `  accounts       ${accounts.join(', ')} (keys: ${demoPath(data)})`,
      '',
      'try this in order, in another terminal:',
      '  1. npm run -s lockstep -- order buy BTC-USD 0.01 --price 59000     place an order',
      '  2. npm run -s lockstep -- book BTC-USD                             see the book',
      '  3. npm run -s lockstep -- kill primary                             kill -9 the engine',
      '  4. npm run -s lockstep -- status                                   the standby leads now',
      '  5. npm run -s lockstep -- audit                                    nothing was lost',
      ...(data.endsWith('/data') ? [] : [`(add --data ${data} to each)`]),
    ];
  });
}
