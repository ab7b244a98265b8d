import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

/** In a process of its own: there is no way back. */
function answersOf(expressions: readonly string[]): unknown {
  const module = new URL('./closed-prototypes.js', import.meta.url).href;
  const program =
    `import { closePrototypes } from ${JSON.stringify(module)}; closePrototypes();` +
    'const tried = (f) => { try { return String(f()); } catch (error) { return error.name; } };' +
    `console.log(JSON.stringify([${expressions.map((each) => `tried(() => ${each})`).join()}]));`;
  const written = execFileSync(process.execPath, ['--input-type=module', '-e', program]);
  return JSON.parse(written.toString('utf8'));
}

test('nothing is added to what every object inherits from', () => {
  const attempts = [
    '(Object.prototype.polluted = 1)',
    '(({}).constructor.prototype.polluted = 1)',
    '([].constructor.prototype.polluted = 1)',
    "Object.assign({}['__proto__'] ?? {}, { polluted: 1 }) && ({}).polluted",
    'JSON.parse(\'{"__proto__":{"polluted":1}}\') && ({}).polluted',
  ];
  const [first, second, third, ...reads] = answersOf(attempts) as readonly string[];
  assert.deepEqual([first, second, third], ['TypeError', 'TypeError', 'TypeError']);
  assert.deepEqual(reads, ['undefined', 'undefined']);
});

test('objects may still have properties of their own by any name', () => {
  const attempts = [
    "Object.assign({}, { toString: 'own' }).toString",
    '(({}).__proto__ = { a: 1 }) && Object.keys(JSON.parse(\'{"__proto__":1}\'))',
    'Object.getPrototypeOf(Object.setPrototypeOf({}, null))',
  ];
  assert.deepEqual(answersOf(attempts), ['own', '__proto__', 'null']);
});
