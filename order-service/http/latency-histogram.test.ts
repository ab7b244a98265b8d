import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Histogram, Registry } from 'prom-client';
import { LatencyHistogram } from './latency-histogram.ts';

const BOUNDS = [0.001, 0.005, 0.05, 1];

test('what was observed is counted as prom-client counts it', async () => {
  const seconds = fc.oneof(
    fc.constantFrom(0, ...BOUNDS, 7),
    fc.double({ min: 0, max: 2, noNaN: true }),
  );
  const observed = fc.array(fc.record({ outcome: fc.constantFrom('ok', 'OVERLOADED'), seconds }), {
    minLength: 1,
  });
  await fc.assert(
    fc.asyncProperty(observed, async (observations) => {
      const [name, help] = ['order_seconds', 'From the request to its answer'];
      const own = new LatencyHistogram({ name, help, boundsSeconds: BOUNDS });
      const registry = new Registry();
      const theirs = new Histogram({
        ...{ name, help, buckets: BOUNDS, registers: [registry] },
        labelNames: ['outcome'],
      });
      for (const { outcome, seconds: each } of observations) {
        own.observe(`outcome="${outcome}"`, each);
        theirs.observe({ outcome }, each);
      }
      assert.deepEqual(valuesOf(own.text()), valuesOf(await registry.metrics()));
    }),
  );
});

test('nothing observed is a histogram without series', () => {
  const none = new LatencyHistogram({ name: 'a_seconds', help: 'A', boundsSeconds: BOUNDS });
  assert.equal(none.text(), '# HELP a_seconds A\n# TYPE a_seconds histogram\n');
});

/** By name and labels, whatever the order of either. */
function valuesOf(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const sample = /^(\w+)\{(.*)\} (\S+)$/.exec(line);
    if (sample === null) continue;
    const [, name, labels, value] = sample as unknown as [string, string, string, string];
    values.set(`${name} ${labels.split(',').sort().join(' ')}`, value);
  }
  assert.ok(values.size > 0, 'samples were read');
  return values;
}
