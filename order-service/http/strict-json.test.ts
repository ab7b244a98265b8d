import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isRefusal } from '../refusal.ts';
import { parseStrictJson } from './strict-json.ts';

const parse = (text: string, depthMax = 64) =>
  parseStrictJson(new TextEncoder().encode(text), { depthMax });

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat({ max: 4 }), (text, indent) => {
      const value: unknown = JSON.parse(text);
      const read = parse(JSON.stringify(value, null, indent));
      if (isRefusal(read)) {
        assert.ok(read.code === 'FORBIDDEN_KEY' || read.code === 'JSON_TOO_DEEP', read.detail);
      } else assert.deepEqual(plain(read.value), plain(value));
    }),
  );
});

test('refuses what JSON.parse refuses', () => {
  const alphabet = fc.constantFrom(...'{}[]",:\\/ue0123456789.-+ \n\tanrlstf'.split(''));
  fc.assert(
    fc.property(fc.string({ unit: alphabet, maxLength: 24 }), (text) => {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      const read = parse(text);
      if (!isRefusal(read)) assert.ok(isJson, text);
      else if (isJson) assert.equal(read.code, 'DUPLICATE_KEY', text);
    }),
    { numRuns: 2_000 },
  );
});

test('refuses text that is not UTF-8, and a byte order mark', () => {
  const read = parseStrictJson(new Uint8Array([0x22, 0xff, 0x22]), { depthMax: 4 });
  assert.equal(isRefusal(read) && read.code, 'MALFORMED_JSON');
  const marked = parse('\uFEFF{}');
  assert.equal(isRefusal(marked) && marked.code, 'MALFORMED_JSON');
});

test('counts levels', () => {
  assert.ok(!isRefusal(parse('{"a":{"b":{"c":[1]}}}', 4)));
  const deep = parse('{"a":{"b":{"c":[[1]]}}}', 4);
  assert.equal(isRefusal(deep) && deep.code, 'JSON_TOO_DEEP');
});

test('makes objects that inherit nothing', () => {
  const read = parse('{"valueOf":1}');
  assert.ok(!isRefusal(read));
  const object = read.value as object;
  assert.deepEqual(Object.keys(object), ['valueOf']);
  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    assert.equal(name in object, name === 'valueOf', name);
  }
});
