/** Two settlements that begin on the same empty account store: one of them is done first. */
import assert from 'node:assert/strict';
import type { AccountStore } from '../../ports/account-store/account-store.ts';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { epoch, sessionId } from '../../proto/units.ts';
import { Settlement } from '../settlement.ts';
import { testPorts, until } from './test-ports.ts';
import { balancesOf, tradedExchange } from './traded-exchange.ts';

const identity = { name: 'settlement', pid: 1, version: 'test' };

/** More than the exchange has. */
const SESSIONS = 8;

/** `open`: the same store, as another process has it. */
export async function besideAnother(open: () => Promise<AccountStore>): Promise<void> {
  const { log, store } = await tradedExchange();
  const [slow, quick, orderService] = [await open(), await open(), await open()];
  // As on a new exchange: the logs know no session that the store does not.
  for (let id = 0; id < SESSIONS; id += 1) {
    const opened = await store.sessionEpoch(sessionId(id));
    if (opened > 0) await orderService.openSession(sessionId(id), epoch(opened - 1));
  }
  const settled = async (accounts: AccountStore, events: EventLog) => {
    const { ports, logger, logged } = testPorts({ log: events, accounts });
    const settlement = new Settlement({ ports, logger, identity });
    const running = settlement.run();
    running.catch(() => {});
    const isSettling = async () =>
      logged.some((line) => line.includes('folded') || line.includes('settles as well'));
    await until('the store is rebuilt', isSettling);
    settlement.stop();
    await running;
  };
  let others: Promise<void> | null = null;
  const session = sessionId(SESSIONS + 1);
  const meanwhile = async () => {
    await settled(quick, log);
    assert.equal(await orderService.openSession(session, epoch(4)), 5);
  };
  const slowly = new Proxy<EventLog>(log, {
    get: (target, name: keyof EventLog) => {
      const member = target[name];
      if (typeof member !== 'function') return member;
      if (name !== 'read') return member.bind(target);
      return async (...read: Parameters<EventLog['read']>) => {
        others ??= meanwhile();
        await others;
        return target.read(...read);
      };
    },
  });
  await settled(slow, slowly);
  assert.notEqual(others, null, 'the other one was there meanwhile');
  assert.equal(await orderService.sessionEpoch(session), 5);
  assert.deepEqual(await balancesOf(await open()), await balancesOf(store));
}
