import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noCrashPoints } from '../ports/crash-points/crash-points.ts';
import { StageTimes } from '../ports/stage-times/stage-times.ts';
import { decodeCommandBatch } from '../proto/codec.ts';
import {
  accountId,
  commandSequence,
  epoch,
  offset,
  orderId,
  sessionId,
  timestampUs,
} from '../proto/units.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { PendingCommand } from './pending-command.ts';
import { restAfterRecordMs } from './record-pace.ts';
import { type ServiceContext, silentLog } from './service-context.ts';
import { TopicRelay } from './topic-relay.ts';

const TOPIC = 'commands.BTC-USD';

/** A relay whose appends land, and whose timers fire, when the test says so. */
function pacedRelay() {
  const appends: { readonly commands: number; readonly land: () => void }[] = [];
  const timers = new Map<() => void, number>();
  let freed = 0;
  const context = {
    sessionId: sessionId(1),
    limits: DEFAULT_LIMITS,
    log: silentLog,
    stages: new StageTimes(),
    onBroken: (error: unknown) => assert.fail(String(error)),
    ports: {
      crashPoints: noCrashPoints,
      log: {
        append: (_topic: string, [bytes]: readonly Uint8Array[]) =>
          new Promise((resolve) => {
            const { commands } = decodeCommandBatch(bytes!);
            const land = () => resolve(offset(appends.length - 1));
            appends.push({ commands: commands.length, land });
          }),
      },
      clock: {
        nowUs: () => timestampUs(1),
        monotonicMs: () => 0,
        setTimer(delayMs: number, action: () => void) {
          timers.set(action, delayMs);
          return { cancel: () => timers.delete(action) };
        },
      },
    },
  } as unknown as ServiceContext;
  const onFree = () => {
    freed += 1;
  };
  const relay = new TopicRelay(context, {
    topic: TOPIC,
    epoch: epoch(1),
    tailFrom: offset(0),
    onFree,
  });
  let last = 0;
  const publish = (count: number) => {
    for (let more = count; more > 0; more -= 1) {
      last += 1;
      const target = { orderId: orderId(last), accountId: accountId(1) };
      const request = { topic: TOPIC, command: { kind: 'CancelOrder', ...target } };
      const pending = new PendingCommand(request as never, {} as never);
      pending.sequence = commandSequence(last);
      relay.publish(pending);
    }
  };
  const fire = () => {
    for (const action of [...timers.keys()]) {
      timers.delete(action);
      action();
    }
  };
  const rests = () => [...timers.values()];
  return { relay, appends, publish, fire, rests, freed: () => freed };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a topic between two records', () => {
  test('rests the longer the more its last record held, unless that was alone or many', () => {
    const rests = [0, 1, 2, 5, 8, 50, 255, 256, 1_000].map(restAfterRecordMs);
    assert.deepEqual(rests, [0, 0, 1, 2.5, 4, 4, 4, 0, 0]);
  });

  test('does not rest behind a lone command', async () => {
    const { relay, appends, publish, rests, freed } = pacedRelay();
    publish(1);
    await turn();
    assert.equal(relay.isAppending, true);
    appends[0]!.land();
    await turn();
    assert.deepEqual([relay.isAppending, rests(), freed() > 0], [false, [], true]);
  });

  test('takes no command before its rest is over', async () => {
    const { relay, appends, publish, fire, rests, freed } = pacedRelay();
    publish(3);
    await turn();
    appends[0]!.land();
    await turn();
    assert.deepEqual([relay.isAppending, rests(), freed()], [true, [1.5], 0]);
    fire();
    await turn();
    assert.deepEqual([relay.isAppending, freed() > 0], [false, true]);
    assert.deepEqual(
      appends.map(({ commands }) => commands),
      [3],
    );
  });

  test('publishes in its rest what was admitted beside it, together', async () => {
    const { appends, publish, rests } = pacedRelay();
    publish(2);
    await turn();
    appends[0]!.land();
    await turn();
    publish(4);
    await turn();
    assert.deepEqual(rests(), []);
    assert.deepEqual(
      appends.map(({ commands }) => commands),
      [2, 4],
    );
  });

  test('does not rest where more is admitted already', async () => {
    const { appends, publish, rests } = pacedRelay();
    publish(2);
    await turn();
    publish(5);
    appends[0]!.land();
    await turn();
    assert.deepEqual([rests(), appends[1]?.commands], [[], 5]);
  });

  test('wakes up to stop', async () => {
    const { relay, appends, publish, rests } = pacedRelay();
    publish(2);
    await turn();
    appends[0]!.land();
    await turn();
    await relay.stop();
    assert.deepEqual([relay.isAppending, rests()], [false, []]);
  });
});
