import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StageTimes } from '../../ports/stage-times/stage-times.ts';
import { stageMetrics } from './stage-metrics.ts';

test('the stages of all processes are told, each with the same buckets', () => {
  const [own, engine] = [new StageTimes(), new StageTimes()];
  own.record('append', 1000, 99);
  own.record('append', 16_000);
  engine.record('match', 16, 3);
  const peer = {
    state: 'up' as const,
    report: {
      name: 'engine-a',
      service: 'engine' as const,
      pid: 1,
      startedAtUs: 0,
      version: 'test',
      markets: [],
      stages: engine.report(),
    },
  };
  const text = stageMetrics(
    { peers: () => [peer] },
    { name: 'order-service-1', stages: own.report() },
  );
  const value = (name: string, labels: string) =>
    text.split('\n').find((line) => line.startsWith(`exchange_stage_seconds_${name}{${labels}}`));
  const append = 'stage="append",process="order-service-1"';
  const match = 'stage="match",process="engine-a"';
  assert.match(value('bucket', `${append},le="0.001024"`) ?? '', / 99$/);
  assert.match(value('bucket', `${append},le="0.016384"`) ?? '', / 100$/);
  assert.match(value('bucket', `${append},le="16.777216"`) ?? '', / 100$/);
  assert.match(value('count', append) ?? '', / 100$/);
  assert.match(value('sum', append) ?? '', / 0.115$/);
  assert.match(value('bucket', `${match},le="0.000016"`) ?? '', / 3$/);
  const buckets = (labels: string) => text.split(`_bucket{${labels}`).length;
  assert.equal(buckets(append), buckets(match));
});
