import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { OrderFlow } from '../engine/runtime/testing/order-flow.ts';
import { ProcessCluster } from '../engine/runtime/testing/process-cluster.ts';
import { coverages } from '../ports/archive-store/archive-reader.ts';
import { commandTopic, eventTopic } from '../proto/topics.ts';

const MARKET = 'BTC-USD';
const TOPICS = [commandTopic(MARKET), eventTopic(MARKET)];
const OPTIONS = [
  ...['--snapshot-interval-ms', '200', '--archive', 'on', '--archive-records', '100'],
  ...['--archive-interval-ms', '500', '--retain-records', '50'],
];

let cluster: ProcessCluster;

beforeEach(async () => {
  cluster = await ProcessCluster.open();
  const flow = new OrderFlow({ market: MARKET, seed: 23 });
  await cluster.createMarket(flow);
  cluster.engine('engine-a');
  await cluster.hasRole('engine-a', MARKET, 'primary');
  cluster.stream(flow);
});
afterEach(() => cluster.close());

const earliest = async (topic: string) => (await cluster.ports.log.bounds(topic)).earliest;
const shortened = async (beyond: number) => {
  for (const topic of TOPICS) if ((await earliest(topic)) <= beyond) return false;
  return true;
};

async function explains(): Promise<void> {
  await cluster.stopStream();
  const verification = await cluster.verified(MARKET);
  assert.deepEqual(verification.problems, []);
  // A running snapshotter goes on making marks, the last of which may not be answered yet.
  const { batchesConfirmed, unanswered, records } = verification;
  assert.equal(batchesConfirmed + unanswered, records);
  assert.ok(batchesConfirmed > 100);
}

describe('an exchange whose logs forget', () => {
  it('starts from its snapshots, and without them from the archive', async () => {
    const snapshotter = cluster.start('snapshotter', 'snapshotter', OPTIONS);
    await cluster.eventually(() => shortened(500), 'the logs are shortened');
    snapshotter.signal('SIGTERM');
    await snapshotter.ended;
    await explains();
    rmSync(join(cluster.folder, 'snapshots'), { recursive: true });
    cluster.engine('engine-b');
    await cluster.hasRole('engine-b', MARKET, 'standby');
  });

  it('does not start, and says why, where neither reaches back', async () => {
    const snapshotter = cluster.start('snapshotter', 'snapshotter', OPTIONS);
    await cluster.eventually(() => shortened(0), 'the logs are shortened');
    snapshotter.signal('SIGKILL');
    await snapshotter.ended;
    rmSync(join(cluster.folder, 'snapshots'), { recursive: true });
    const archive = join(cluster.folder, 'archive');
    renameSync(archive, `${archive}.away`);
    const engine = cluster.engine('engine-b');
    assert.equal(await engine.ended, 41);
    assert.match(
      engine.output(),
      /offset 0 is needed, the log holds \d+ … \d+ and the archive nothing/,
    );
    renameSync(`${archive}.away`, archive);
    cluster.engine('engine-b');
    await cluster.hasRole('engine-b', MARKET, 'standby');
    await explains();
  });

  for (const fault of ['CP18-segment-archived:3', 'CP19-log-mid-trim:2']) {
    it(`loses nothing to a snapshotter that is killed at ${fault}`, async () => {
      const dying = cluster.start('snapshotter', 'snapshotter', OPTIONS, fault);
      assert.equal(await dying.ended, 'SIGKILL');
      const before = await earliest(TOPICS[0]!);
      cluster.start('snapshotter', 'snapshotter', OPTIONS);
      await cluster.eventually(() => shortened(before), 'the next one goes on');
      await explains();
      for (const topic of TOPICS) {
        const covered = coverages(await cluster.ports.archive.list(topic));
        assert.equal(covered.length, 1);
        assert.equal(covered[0]?.first, 0);
      }
    });
  }
});
