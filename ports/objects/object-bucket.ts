export interface ObjectEntry {
  /** `folder/name`. */
  readonly key: string;
  readonly bytes: number;
}

export type ObjectErrorCode =
  | 'OBJECT_EXISTS'
  | 'OBJECT_NOT_FOUND'
  /** The bucket itself is not there. */
  | 'BUCKET_MISSING'
  /** Wrong credentials, or not allowed to do this. No retry helps. */
  | 'BUCKET_DENIED'
  | 'BUCKET_FULL'
  /** Could not be done for now; a put may or may not have landed. */
  | 'BUCKET_UNAVAILABLE';

export class ObjectError extends Error {
  readonly code: ObjectErrorCode;

  constructor(code: ObjectErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ObjectError';
    this.code = code;
  }
}

/**
 * Who wants to know of an object on its way. `get` gives back the memory that `place` gave, and the parts are of it.
 * Who reads an object at once, or anew, need not ask nor tell.
 */
export interface ObjectArrival {
  /** Memory for so many bytes: all of the object. */
  place(bytes: number): Uint8Array;
  /** A part is there, while the next one is on its way; at 0 again: it is read anew. */
  part(part: Uint8Array, at: number): void;
}

/**
 * Immutable objects in folders of one level: what snapshots and the archive stand on, in a directory
 * and in S3 alike. Throws ObjectError only.
 */
export interface ObjectBucket {
  /** Writes a new object durably, whole or not at all. OBJECT_EXISTS when the key is taken. */
  putNew(key: string, bytes: Uint8Array): Promise<void>;

  /** All of it: what is cut off on the way is BUCKET_UNAVAILABLE. OBJECT_NOT_FOUND. */
  get(key: string, arrival?: ObjectArrival): Promise<Uint8Array>;

  /** What lies in a folder, in no particular order; nothing when there is no such folder. */
  list(folder: string): Promise<readonly ObjectEntry[]>;

  folders(): Promise<readonly string[]>;

  /** Idempotent. */
  remove(key: string): Promise<void>;

  close(): Promise<void>;
}

const NAME = /^(?!\.{1,2}$)[A-Za-z0-9_.-]{1,128}$/;

/** What may be the name of a folder or of an object in it: nothing that leads elsewhere. */
export const isObjectName = (name: string): boolean => NAME.test(name);

export function isObjectKey(key: string): boolean {
  const parts = key.split('/');
  return parts.length === 2 && parts.every(isObjectName);
}
