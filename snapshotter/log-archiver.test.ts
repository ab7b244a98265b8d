import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EventLog, EventLogError } from '../ports/event-log/event-log.ts';
import { LogArchiver } from './log-archiver.ts';
import { ArchivedLog, RHYTHM, TOPIC } from './testing/archived-log.ts';

test('the archiver of all logs waits for a log that is away, and finds its topics then', async () => {
  const world = await ArchivedLog.open();
  let refusals = 2;
  const log: EventLog = new Proxy(world.both, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== 'topics') return typeof value === 'function' ? value.bind(target) : value;
      return async () => {
        refusals -= 1;
        if (refusals >= 0) throw new EventLogError('LOG_UNAVAILABLE', 'no broker answers');
        return target.topics();
      };
    },
  });
  const clock = { ...world.context.ports.clock, sleep: () => new Promise<void>(setImmediate) };
  const archiver = new LogArchiver(
    { ...world.context, ports: { ...world.context.ports, log, clock } },
    {
      rhythm: RHYTHM,
      retention: null,
      markets: 'all',
      oldestSnapshot: () => null,
      firstForAccounts: () => null,
    },
  );
  const running = archiver.run();
  while (archiver.report().length === 0) await new Promise(setImmediate);
  assert.ok(archiver.report().some(({ topic }) => topic === TOPIC));
  assert.equal(refusals, -1);
  archiver.stop();
  await running;
  await world.log.close();
});
