/** What every Coordination keeps, between the processes of one exchange. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { offset } from '../../proto/units.ts';
import type { Coordination, Peer, ProcessReport } from './coordination.ts';

const report = (name: string, version = '1'): ProcessReport => ({
  name,
  service: 'engine',
  pid: 1,
  startedAtUs: 1,
  version,
  markets: [],
});

async function until(what: string, condition: () => boolean): Promise<void> {
  for (let wait = 0; wait < 4000; wait += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.fail(`${what} did not happen`);
}

/** `join`: another process of the same exchange; `leave` ends it as a kill would. */
export function coordinationContract(
  name: string,
  newExchange: () => Promise<{
    join(
      processName: string,
    ): Promise<{ readonly coordination: Coordination; leave(): Promise<void> }>;
  }>,
): void {
  describe(`Coordination: ${name}`, () => {
    let alive: NodeJS.Timeout;
    before(() => {
      alive = setInterval(() => {}, 1000);
    });
    after(() => clearInterval(alive));

    it('shows the others, their newest report, and when they go', async () => {
      const exchange = await newExchange();
      const a = await exchange.join('a');
      const heard: string[] = [];
      a.coordination.onPeerChange(({ report: { version }, state }) =>
        heard.push(`${version} ${state}`),
      );
      a.coordination.announce(report('a'));
      const b = await exchange.join('b');
      b.coordination.announce(report('b'));
      b.coordination.announce(report('b', '2'));
      await until('the second report of b', () => heard.includes('2 up'));
      await until('the report of a', () => b.coordination.peers().length === 1);
      assert.deepEqual(b.coordination.peers()[0], {
        report: report('a'),
        state: 'up',
      } satisfies Peer);
      await b.leave();
      await until('the end of b', () => heard.at(-1) === '2 down');
      assert.equal(a.coordination.peers()[0]?.state, 'down');
      const again = await exchange.join('b');
      again.coordination.announce(report('b', '3'));
      await until('the return of b', () => heard.at(-1) === '3 up');
      await again.leave();
      await a.leave();
    });

    it('shows no report of a process that ended as that of the one which took its name', async () => {
      const exchange = await newExchange();
      const [a, b] = [await exchange.join('a'), await exchange.join('b')];
      const heard: string[] = [];
      a.coordination.onPeerChange(({ report: { version }, state }) =>
        heard.push(`${version} ${state}`),
      );
      const shown = (): readonly string[] =>
        a.coordination.peers().map(({ report: { version }, state }) => `${version} ${state}`);
      a.coordination.announce(report('a'));
      b.coordination.announce(report('b'));
      await until('the report of b', () => heard.includes('1 up'));
      await b.leave();
      const again = await exchange.join('b');
      // Whoever hears a knows that a has heard of it.
      await until('the report of a', () => again.coordination.peers().length === 1);
      await until('the end of the first b', () => heard.includes('1 down'));
      assert.deepEqual([shown(), heard], [['1 down'], ['1 up', '1 down']]);
      again.coordination.announce(report('b', '2'));
      await until('the report of the second b', () => heard.includes('2 up'));
      assert.deepEqual([shown(), heard], [['2 up'], ['1 up', '1 down', '2 up']]);
      await again.leave();
      await a.leave();
    });

    it('does not call a listener that unsubscribed', async () => {
      const exchange = await newExchange();
      const [a, b] = [await exchange.join('a'), await exchange.join('b')];
      let calls = 0;
      const unsubscribe = a.coordination.onPeerChange(() => {
        calls += 1;
      });
      b.coordination.announce(report('b'));
      await until('the report of b', () => calls > 0);
      unsubscribe();
      const before = calls;
      b.coordination.announce(report('b', '2'));
      await until('the second report', () => a.coordination.peers()[0]?.report.version === '2');
      assert.equal(calls, before);
      await b.leave();
      await a.leave();
    });

    it('keeps the snapshot offset of a market, for all', async () => {
      const exchange = await newExchange();
      const [a, b] = [await exchange.join('a'), await exchange.join('b')];
      assert.equal(await a.coordination.snapshotOffset('BTC-USD'), null);
      await a.coordination.setSnapshotOffset('BTC-USD', offset(984_531_000));
      assert.equal(await b.coordination.snapshotOffset('BTC-USD'), 984_531_000);
      await b.coordination.setSnapshotOffset('BTC-USD', offset(0));
      assert.equal(await a.coordination.snapshotOffset('BTC-USD'), 0);
      assert.equal(await a.coordination.snapshotOffset('ETH-USD'), null);
      await b.leave();
      await a.leave();
    });
  });
}
