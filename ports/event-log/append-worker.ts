/**
 * The thread of append-thread.ts: commits whatever has arrived, together, rings who waits for it, and
 * says where it stands.
 */
import {
  type MessagePort,
  parentPort,
  receiveMessageOnPort,
  workerData,
} from 'node:worker_threads';
import { assert } from '../../proto/assert.ts';
import { envCrashPoints } from '../crash-points/env-crash-points.ts';
import { environmentError } from '../embedded/lmdb-environment.ts';
import { MeshBell } from '../embedded/mesh-bell.ts';
import { RING } from '../embedded/mesh-doorbell.ts';
import type { AppendOutcome, AppendRequest, AppendWorkerOptions } from './append-thread.ts';
import { LogPartition, type PartitionAppend } from './log-partition.ts';

assert(parentPort !== null, 'runs as a thread');
work(parentPort, workerData as AppendWorkerOptions);

function work(port: MessagePort, options: AppendWorkerOptions): void {
  const { folder, mapBytesMax, files, faults, environment } = options;
  const bell = options.bell === undefined ? null : new MeshBell(options.bell);
  const partition = new LogPartition({
    folder,
    files,
    noSync: false,
    crashPoints: envCrashPoints({
      faults,
      environment,
      kill: () => process.kill(process.pid, 'SIGKILL'),
    }),
    ...(mapBytesMax === undefined ? {} : { mapBytesMax }),
  });
  port.on('message', (request: AppendRequest | 'close') => {
    const requests = [request];
    for (;;) {
      const more = receiveMessageOnPort(port) as { readonly message: AppendRequest } | undefined;
      if (more === undefined) break;
      requests.push(more.message);
    }
    const appends = requests.filter((each): each is AppendRequest => each !== 'close');
    if (appends.length > 0) port.postMessage(outcomes(appends, { partition, bell }));
    if (requests.length === appends.length) return;
    bell?.close();
    void partition.close().then(() => port.close());
  });
}

/** One commit for all; if that fails, one each, so that every topic gets its own answer. */
function outcomes(
  requests: readonly AppendRequest[],
  by: { readonly partition: LogPartition; readonly bell: MeshBell | null },
): AppendOutcome[] {
  const appends = requests.map(
    ({ topicId, frames }): PartitionAppend => ({
      topicId,
      frames: frames.map((frame) => Buffer.from(frame.buffer, frame.byteOffset, frame.length)),
    }),
  );
  let firsts: readonly number[];
  try {
    firsts = by.partition.append(appends);
  } catch (error) {
    if (requests.length > 1) return requests.flatMap((request) => outcomes([request], by));
    const { problem, message } = environmentError(error);
    return [{ problem, message }];
  }
  return requests.map(({ frames, ring }, at) => {
    const first = firsts[at]!;
    const areRung = by.bell?.ring(ring.names, RING, [ring.topic, first + frames.length]) ?? false;
    return { first, areRung };
  });
}
