/**
 * Requests that are broken, hostile and good, by a seed, at every endpoint of both dialects and by a
 * trader and the operator, while others trade: no answer of 500, no stack, nobody else notices.
 */
import assert from 'node:assert/strict';
import process from 'node:process';
import { AdminClient } from '../cli/admin-client.ts';
import { SeededRandom } from '../cli/trading/seeded-random.ts';
import { dialectMethods } from '../order-service/binance/dialect-methods.ts';
import { seedOfRun } from './testing/exchange-processes.ts';
import { dialectMaker, nativeMaker } from './testing/fuzzed-requests.ts';
import { assertAllStatuses, HttpFuzzer } from './testing/http-fuzzer.ts';
import { operationsOf } from './testing/open-api.ts';
import { type Fuzzed, testUnderFuzz } from './testing/under-fuzz.ts';

const SEED = seedOfRun();
/** Good requests of the operator that would end the trade of all. */
const ENDS_ALL_TRADE = ['POST /v1/admin/halt', 'POST /v1/admin/cancel-only'];

export function httpFuzzContract(requestsPerDoor: number): void {
  const title = `${requestsPerDoor} requests at every HTTP door: no 500, others trade on`;
  testUnderFuzz(title, SEED, async (fuzzed) => {
    const fuzzers = (await makersFor(fuzzed)).map(
      (maker, index) => new HttpFuzzer(fuzzed.baseUrl, maker, new SeededRandom(SEED + index)),
    );
    await Promise.all(fuzzers.map((fuzzer) => fuzzer.run(requestsPerDoor)));
    const told = fuzzers.map(({ counts, statuses }) => ({
      ...counts,
      statuses: Object.fromEntries([...statuses].sort()),
    }));
    process.stdout.write(`${JSON.stringify(told)}\n`);
    assertAllStatuses(fuzzers);
  });
}

async function makersFor({ baseUrl, mallory, operator }: Fuzzed) {
  const operations = await operationsOf(baseUrl);
  const ofOperator = operations.filter(({ name }) => name.includes('/v1/admin/'));
  const forOperator = ofOperator.filter(({ name }) => !ENDS_ALL_TRADE.includes(name));
  assert.equal(ofOperator.length - forOperator.length, ENDS_ALL_TRADE.length);
  const places = dialectMethods.flatMap(({ rest }) => (rest === null ? [] : [rest]));
  assert.ok(operations.length > 20 && places.length > 20 && forOperator.length > 5);
  const admin = new AdminClient({ baseUrl, credentials: operator });
  const accountId = await admin.openAccount('fuzzed');
  admin.close();
  const markets = ['BTC-USD', 'ETH-USD', 'NO-ONE'];
  const trader = { credentials: mallory, accountId, markets };
  return [
    nativeMaker(operations, trader),
    nativeMaker(
      operations.filter((each) => !ofOperator.includes(each)),
      trader,
    ),
    nativeMaker(forOperator, { credentials: operator, accountId, markets: ['FUZZ-USD'] }),
    dialectMaker(places, mallory),
    dialectMaker(places, mallory),
  ];
}
