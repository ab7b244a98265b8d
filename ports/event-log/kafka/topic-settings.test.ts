import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertSafe, type TopicSafety } from './topic-settings.ts';

const SETTINGS = {
  'cleanup.policy': 'delete',
  'min.insync.replicas': '2',
  'unclean.leader.election.enable': 'false',
  'max.message.bytes': String(65 * 1024 * 1024),
  'retention.ms': '-1',
  'retention.bytes': '-1',
};
const LAYOUT = { partitions: 1, replicas: 3 };

function problemOf(
  safety: TopicSafety,
  changed: {
    readonly settings?: Readonly<Record<string, string>>;
    readonly layout?: Partial<typeof LAYOUT>;
  },
): string | null {
  const settings = { ...SETTINGS, ...changed.settings };
  const layout = { ...LAYOUT, ...changed.layout };
  try {
    assertSafe('commands.X', { settings, layout }, safety);
    return null;
  } catch (error) {
    assert.equal((error as { code: string }).code, 'LOG_UNSAFE');
    return (error as Error).message;
  }
}

test('a topic as it is created is accepted', () => {
  assert.equal(problemOf('production', {}), null);
  assert.equal(problemOf('production', { settings: { 'retention.ms': '604800000' } }), null);
});

const WRONG: readonly (readonly [string, string, Parameters<typeof problemOf>[1]])[] = [
  ['partitions', '2', { layout: { partitions: 2 } }],
  ['cleanup.policy', 'compact', { settings: { 'cleanup.policy': 'compact' } }],
  ['cleanup.policy', 'compact,delete', { settings: { 'cleanup.policy': 'compact,delete' } }],
  ['max.message.bytes', '1048588', { settings: { 'max.message.bytes': '1048588' } }],
];
const UNSAFE: typeof WRONG = [
  ['replication factor', '1', { layout: { replicas: 1 } }],
  ['replication factor', '2', { layout: { replicas: 2 } }],
  ['min.insync.replicas', '1', { settings: { 'min.insync.replicas': '1' } }],
  // One broker that is restarted would stop all appends.
  ['min.insync.replicas', '3', { settings: { 'min.insync.replicas': '3' } }],
  [
    'unclean.leader.election.enable',
    'true',
    { settings: { 'unclean.leader.election.enable': 'true' } },
  ],
  ['retention.ms', '60000', { settings: { 'retention.ms': '60000' } }],
  ['retention.bytes', '1000000', { settings: { 'retention.bytes': '1000000' } }],
];

for (const [setting, value, changed] of [...WRONG, ...UNSAFE]) {
  test(`production refuses ${setting} = ${value}, and says so`, () => {
    const problem = problemOf('production', changed);
    assert.ok(problem?.includes(`commands.X has ${setting} = ${value}; needed: `), String(problem));
  });
}

test('development is content with what only production needs, and with nothing else', () => {
  for (const [, , changed] of UNSAFE) assert.equal(problemOf('development', changed), null);
  for (const [, , changed] of WRONG) assert.notEqual(problemOf('development', changed), null);
});
