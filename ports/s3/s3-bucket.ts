import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { limits } from '../../proto/limits.ts';
import type { Clock } from '../clock/clock.ts';
import type { CrashPoints } from '../crash-points/crash-points.ts';
import {
  isObjectKey,
  isObjectName,
  type ObjectArrival,
  type ObjectBucket,
  type ObjectEntry,
  ObjectError,
} from '../objects/object-bucket.ts';
import { arrived } from './arrived-object.ts';
import { type S3Connection, s3Client } from './s3-connection.ts';
import { s3Error, statusOf } from './s3-error.ts';

/** Slower than this an object is not waited for: bytes per millisecond. */
const SLOWEST_BYTES_PER_MS = 500;
const PAGE_KEYS = 1000;
/** A server that never ends its listing is broken. */
const PAGES_MAX = 10_000;

export interface S3BucketOptions {
  readonly connection: S3Connection;
  readonly bucket: string;
  readonly clock: Clock;
  readonly crashPoints: CrashPoints;
  /** What to do when the bucket is not there. */
  readonly missing: 'create' | 'refuse';
  /** Keys asked for at a time. */
  readonly pageKeys?: number;
}

/** One bucket of an S3 server. Every call has a deadline; what came back short is an error. */
export class S3Bucket implements ObjectBucket {
  readonly #options: S3BucketOptions;
  readonly #client: S3Client;
  readonly #prefix: string;
  readonly #where: string;
  #isChecked = false;
  /** Whether the server knows If-None-Match. */
  #isConditional = true;

  constructor(options: S3BucketOptions) {
    this.#options = options;
    this.#client = s3Client(options.connection);
    const prefix = options.connection.prefix.replace(/^\/+|\/+$/g, '');
    this.#prefix = prefix === '' ? '' : `${prefix}/`;
    this.#where = `s3://${options.bucket}/${this.#prefix}`;
    this.#client.middlewareStack.add(
      (next, { commandName }) =>
        async (request) => {
          const answer = next(request);
          if (commandName === 'PutObjectCommand') await this.#underWay(answer);
          return answer;
        },
      { step: 'deserialize', name: 'crashPoints', priority: 'low' },
    );
  }

  /** Throws ObjectError: BUCKET_MISSING, BUCKET_DENIED, BUCKET_UNAVAILABLE. */
  async check(deadlineMs: number = limits.s3CallTimeoutMs): Promise<void> {
    if (this.#isChecked) return;
    const { bucket: Bucket, missing } = this.#options;
    const look = async (abortSignal: AbortSignal) => {
      try {
        // Unlike HeadBucket it is answered with a reason.
        await this.#client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 1 }), { abortSignal });
      } catch (error) {
        if (s3Error(error, '').code !== 'BUCKET_MISSING') throw error;
        if (missing === 'refuse') {
          throw new ObjectError(
            'BUCKET_MISSING',
            `${this.#where}: there is no bucket ${Bucket}; create it, or name another`,
          );
        }
        await this.#create(abortSignal);
      }
    };
    await this.#call(this.#where, look, deadlineMs);
    this.#isChecked = true;
  }

  async putNew(key: string, bytes: Uint8Array): Promise<void> {
    const Key = this.#keyOf(key);
    await this.check();
    const deadlineMs = limits.s3CallTimeoutMs + bytes.length / SLOWEST_BYTES_PER_MS;
    this.#options.crashPoints.reach('CP9-before-snapshot-fsync');
    await this.#call(
      this.#where + key,
      async (abortSignal) => {
        // For a server that takes no notice of If-None-Match.
        if (await this.#exists(Key, abortSignal)) {
          throw new ObjectError('OBJECT_EXISTS', `${this.#where}${key} exists`);
        }
        await this.#put({ Key, Body: bytes, where: this.#where + key }, abortSignal);
      },
      deadlineMs,
    );
    this.#options.crashPoints.reach('CP10-after-rename-before-directory-sync');
  }

  async get(key: string, arrival: ObjectArrival | null = null): Promise<Uint8Array> {
    const Key = this.#keyOf(key);
    await this.check();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#get(Key, this.#where + key, arrival);
      } catch (error) {
        // The client tries anew before an answer, not when the answer breaks off.
        const failure = s3Error(error, this.#where + key);
        if (failure.code !== 'BUCKET_UNAVAILABLE' || attempt >= limits.s3AttemptsMax) throw failure;
      }
    }
  }

  async list(folder: string): Promise<readonly ObjectEntry[]> {
    if (!isObjectName(folder)) return [];
    const entries = new Map<string, ObjectEntry>();
    for await (const page of this.#pages({ Prefix: `${this.#prefix}${folder}/` })) {
      for (const { Key = '', Size = 0 } of page.Contents ?? []) {
        const key = Key.slice(this.#prefix.length);
        // A listing that changes under our hands may name an object on two pages.
        if (isObjectKey(key)) entries.set(key, { key, bytes: Size });
      }
    }
    return [...entries.values()];
  }

  async folders(): Promise<readonly string[]> {
    const folders = new Set<string>();
    for await (const page of this.#pages({ Prefix: this.#prefix, Delimiter: '/' })) {
      for (const { Prefix = '' } of page.CommonPrefixes ?? []) {
        const name = Prefix.slice(this.#prefix.length, -1);
        if (isObjectName(name)) folders.add(name);
      }
    }
    return [...folders];
  }

  async remove(key: string): Promise<void> {
    const Key = this.#keyOf(key);
    const { bucket: Bucket } = this.#options;
    await this.check();
    await this.#call(this.#where + key, async (abortSignal) => {
      try {
        await this.#client.send(new DeleteObjectCommand({ Bucket, Key }), { abortSignal });
      } catch (error) {
        if (s3Error(error, '').code !== 'OBJECT_NOT_FOUND') throw error;
      }
    });
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  #keyOf(key: string): string {
    if (!isObjectKey(key)) throw new ObjectError('OBJECT_NOT_FOUND', `${key} names no object`);
    return this.#prefix + key;
  }

  /** The request has been handed to the socket, and nothing has been answered. */
  async #underWay(answer: Promise<unknown>): Promise<void> {
    answer.catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    this.#options.crashPoints.reach('CP8-snapshot-mid-write');
  }

  async #create(abortSignal: AbortSignal): Promise<void> {
    const { bucket: Bucket } = this.#options;
    try {
      await this.#client.send(new CreateBucketCommand({ Bucket }), { abortSignal });
    } catch (error) {
      // Another process was faster.
      const { name } = error as Error;
      if (name !== 'BucketAlreadyOwnedByYou' && name !== 'BucketAlreadyExists') throw error;
    }
  }

  async #exists(Key: string, abortSignal: AbortSignal): Promise<boolean> {
    const { bucket: Bucket } = this.#options;
    try {
      await this.#client.send(new HeadObjectCommand({ Bucket, Key }), { abortSignal });
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw error;
    }
  }

  async #put(
    object: { readonly Key: string; readonly Body: Uint8Array; readonly where: string },
    abortSignal: AbortSignal,
  ): Promise<void> {
    const { bucket: Bucket } = this.#options;
    const { Key, Body, where } = object;
    const put = { Bucket, Key, Body, ContentLength: Body.length };
    const condition = this.#isConditional ? { IfNoneMatch: '*' } : {};
    try {
      await this.#client.send(new PutObjectCommand({ ...put, ...condition }), { abortSignal });
    } catch (error) {
      if (statusOf(error) === 501 && this.#isConditional) {
        this.#isConditional = false;
        await this.#put(object, abortSignal);
        return;
      }
      if (statusOf(error) !== 412) throw error;
      // It was not there before: an attempt of this very call may have landed without an answer.
      if (Buffer.compare(await this.#get(Key, where), Body) !== 0) throw error;
    }
  }

  #get(Key: string, where: string, arrival: ObjectArrival | null = null): Promise<Uint8Array> {
    const { bucket: Bucket } = this.#options;
    return this.#call(where, async (abortSignal, setDeadline) => {
      const answer = await this.#client.send(new GetObjectCommand({ Bucket, Key }), {
        abortSignal,
      });
      const { Body, ContentLength } = answer;
      setDeadline(limits.s3CallTimeoutMs + (ContentLength ?? 0) / SLOWEST_BYTES_PER_MS);
      const bytes =
        arrival !== null && ContentLength !== undefined && Body instanceof Readable
          ? await arrived(Body, ContentLength, arrival)
          : ((await Body?.transformToByteArray()) ?? new Uint8Array(0));
      if (ContentLength !== undefined && bytes.length !== ContentLength) {
        throw new ObjectError(
          'BUCKET_UNAVAILABLE',
          `${where}: cut off after ${bytes.length} of ${ContentLength} bytes`,
        );
      }
      return bytes;
    });
  }

  async *#pages(query: {
    readonly Prefix: string;
    readonly Delimiter?: string;
  }): AsyncGenerator<ListObjectsV2CommandOutput> {
    const { bucket: Bucket, pageKeys: MaxKeys = PAGE_KEYS } = this.#options;
    await this.check();
    let ContinuationToken: string | undefined;
    for (let count = 0; count < PAGES_MAX; count += 1) {
      const page = await this.#call(this.#where + query.Prefix, (abortSignal) =>
        this.#client.send(
          new ListObjectsV2Command({ Bucket, MaxKeys, ContinuationToken, ...query }),
          { abortSignal },
        ),
      );
      yield page;
      if (page.IsTruncated !== true || page.NextContinuationToken === undefined) return;
      ContinuationToken = page.NextContinuationToken;
    }
    throw new ObjectError('BUCKET_UNAVAILABLE', `${this.#where}: its listing does not end`);
  }

  /** Runs the action under a deadline that it may set anew; what it throws becomes an ObjectError. */
  async #call<T>(
    where: string,
    action: (signal: AbortSignal, setDeadline: (deadlineMs: number) => void) => Promise<T>,
    deadlineMs: number = limits.s3CallTimeoutMs,
  ): Promise<T> {
    const { clock } = this.#options;
    const controller = new AbortController();
    const late = new ObjectError('BUCKET_UNAVAILABLE', `${where}: no answer in time`);
    const timer = (ms: number) => clock.setTimer(ms, () => controller.abort(late));
    let deadline = timer(deadlineMs);
    const setDeadline = (ms: number) => {
      deadline.cancel();
      deadline = timer(ms);
    };
    try {
      return await action(controller.signal, setDeadline);
    } catch (error) {
      throw controller.signal.aborted ? late : s3Error(error, where);
    } finally {
      deadline.cancel();
    }
  }
}
