import { type ObjectBucket, type ObjectEntry, ObjectError } from './object-bucket.ts';

/** For the simulation and for tests. */
export class MemoryBucket implements ObjectBucket {
  readonly #objects = new Map<string, Uint8Array>();

  async putNew(key: string, bytes: Uint8Array): Promise<void> {
    if (this.#objects.has(key)) throw new ObjectError('OBJECT_EXISTS', `${key} exists`);
    this.#objects.set(key, bytes.slice());
  }

  async get(key: string): Promise<Uint8Array> {
    const bytes = this.#objects.get(key);
    if (bytes === undefined) throw new ObjectError('OBJECT_NOT_FOUND', `no object ${key}`);
    return bytes.slice();
  }

  async list(folder: string): Promise<readonly ObjectEntry[]> {
    return [...this.#objects]
      .filter(([key]) => key.startsWith(`${folder}/`))
      .map(([key, bytes]) => ({ key, bytes: bytes.length }));
  }

  async folders(): Promise<readonly string[]> {
    return [...new Set([...this.#objects.keys()].map((key) => key.split('/')[0] ?? ''))];
  }

  async remove(key: string): Promise<void> {
    this.#objects.delete(key);
  }

  async close(): Promise<void> {}
}
