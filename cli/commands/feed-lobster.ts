import { readFileSync } from 'node:fs';
import { RestClient } from '../../client/rest-client.ts';
import { limits } from '../../proto/limits.ts';
import { AdminClient } from '../admin-client.ts';
import type { CommandInput } from '../command.ts';
import { credentialsOf, type DemoAccount, readDemoRecord, readUpRecord } from '../connection.ts';
import { ADMIN, openFundedAccount } from '../demo/demo-exchange.ts';
import { shareMarket } from '../demo/demo-markets.ts';
import { privateName, settingsFor } from '../exchange-settings.ts';
import { CommandError, ExitCode, usageError } from '../exit-codes.ts';
import { ApiVenue } from '../lobster/api-venue.ts';
import { type FeedReport, LobsterFeed } from '../lobster/feed.ts';
import { centsText, parseBooks, parseMessages } from '../lobster/lobster-files.ts';
import { type Output, table } from '../output.ts';
import { startPrivateExchange } from '../supervisor/private-exchange.ts';

const RESTING_ACCOUNTS = 4;
const PROGRESS_EVERY = 100;

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CommandError(
      { code: 'FILE_UNREADABLE', exitCode: ExitCode.failed },
      `cannot read ${path}: ${(error as Error).message}`,
    );
  }
}

export async function feedLobsterCommand(input: CommandInput): Promise<ExitCode> {
  const market = input.text('market') ?? 'AAPL-USD';
  if (!/^[A-Z0-9]{2,10}-[A-Z0-9]{2,10}$/.test(market)) {
    throw usageError(`--market takes a name like AAPL-USD, got "${market}"`);
  }
  const bookPath = input.text('book');
  const messages = parseMessages(readText(input.argument('message.csv')));
  const books = bookPath === null ? null : parseBooks(readText(bookPath));
  if (messages.length === 0) throw usageError('the message file is empty');
  if (books !== null && books.length !== messages.length) {
    throw usageError(`${books.length} book rows do not belong to ${messages.length} messages`);
  }
  return withExchange(input, async (at) => {
    const venue = await openVenue(at, market);
    try {
      const feed = new LobsterFeed({
        venue,
        messages,
        books,
        deepLevels: input.flag('noDeepLevels') ? 'leave-out' : 'place',
        restingAccounts: RESTING_ACCOUNTS,
        interrupted: input.interrupted,
        progress: (row) => {
          if (row % PROGRESS_EVERY === 0) input.output.say(`${row} of ${messages.length}`);
        },
      });
      const report = await feed.run();
      if (input.interrupted.aborted) return ExitCode.interrupted;
      return announce(input.output, market, report);
    } finally {
      venue.close();
    }
  });
}

interface Place {
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly admin: Pick<DemoAccount, 'apiKey' | 'secret'>;
}

async function withExchange(
  input: CommandInput,
  use: (at: Place) => Promise<ExitCode>,
): Promise<ExitCode> {
  const data = input.text('data');
  if (data !== null) {
    const { baseUrl, wsUrl } = readUpRecord(data);
    return use({ baseUrl, wsUrl, admin: credentialsOf(readDemoRecord(data), ADMIN) });
  }
  input.output.say('starting a private exchange …');
  const own = await startPrivateExchange({
    dataDirectory: null,
    durability: 'disk',
    engines: 'primary-and-standby',
    snapshotIntervalMs: 60_000,
    snapshotEvents: 1_000_000,
    accountSnapshotIntervalMs: limits.accountSnapshotIntervalMs,
    settings: settingsFor(input, { dataDirectory: null, name: privateName('feed') }),
    accounts: [],
    funds: {},
    interrupted: input.interrupted,
    say: (message) => input.output.say(message),
  });
  try {
    const { baseUrl, wsUrl } = own.exchange;
    return await use({ baseUrl, wsUrl, admin: own.admin });
  } finally {
    await own.exchange.stop();
    await own.remove();
  }
}

/** Creates market and accounts. A market with orders from an earlier feed would spoil this one. */
async function openVenue(at: Place, market: string): Promise<ApiVenue> {
  const client = new AdminClient({ baseUrl: at.baseUrl, credentials: at.admin });
  const publicRest = new RestClient({ baseUrl: at.baseUrl });
  try {
    const definition = shareMarket(market);
    await client.defineMarket(definition);
    const book = await publicRest.book(market, 1);
    if (book.bids.length + book.asks.length > 0) {
      throw new CommandError(
        { code: 'MARKET_NOT_EMPTY', exitCode: ExitCode.failed, hint: 'Name another --market.' },
        `there are orders in the book of ${market} already`,
      );
    }
    const funds = { [definition.base_asset]: '1000000', [definition.quote_asset]: '100000000' };
    const names = Array.from({ length: RESTING_ACCOUNTS + 1 }, (_, index) =>
      index === 0 ? `${market}-aggressor` : `${market}-resting-${index}`,
    );
    const accounts = await Promise.all(names.map((name) => openFundedAccount(client, name, funds)));
    return await ApiVenue.open({ ...at, market, accounts });
  } finally {
    publicRest.close();
    client.close();
  }
}

function announce(output: Output, market: string, report: FeedReport): ExitCode {
  const { execution, book, differences } = report;
  const unexplained = differences.filter(({ cause }) => cause === 'unexplained');
  const honest = unexplained.length === 0 && execution.misses.length === 0;
  output.result({ feed: { market, ...report, unexplained: unexplained.length } }, () => [
    `${report.messages} messages: ${report.applied} applied, ${report.hidden} without a visible ` +
      `effect, ${report.notApplied.length} about orders unknown here`,
    ...(book === null
      ? []
      : [
          output.style(
            'bold',
            `${book.agreeing} of ${book.rows} rows agree in the best 3 levels of both sides`,
          ),
        ]),
    `${execution.hitNamedOrder} of ${execution.executions} executions hit the very order that NASDAQ names`,
    ...report.surfaced.map(
      ({ row, side, size, priceCents }) =>
        `row ${row}: ${side} ${size} at ${centsText(priceCents)} surfaced from beyond the tenth ` +
        'level, without a message; placed',
    ),
    ...(differences.length === 0
      ? []
      : table(
          ['row', 'side', 'level', 'ours', "NASDAQ's", 'cause'],
          differences.map((each) => [
            each.row,
            each.side,
            each.level,
            each.ours,
            each.theirs,
            each.cause,
          ]),
        )),
    ...report.notApplied.map(({ row, why }) => `row ${row}: ${why}`),
    ...execution.misses.map(({ row, why }) => `row ${row}: ${why}`),
  ]);
  return honest ? ExitCode.ok : ExitCode.integrityViolated;
}
