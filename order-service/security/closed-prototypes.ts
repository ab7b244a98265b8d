/**
 * Keys of strangers' JSON never become properties that all objects have (ADR 52): there is no
 * `__proto__` to write through, and nothing can be added to what every object inherits from.
 */
const SHARED = [Object.prototype, Array.prototype, Function.prototype, String.prototype];

/** Once, before the first request is read. What a library of ours patches, it has patched by then. */
export function closePrototypes(): void {
  Reflect.deleteProperty(Object.prototype, '__proto__');
  for (const prototype of SHARED) Object.preventExtensions(prototype);
}
