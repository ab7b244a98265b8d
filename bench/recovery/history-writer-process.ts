/** Writes a history in a process of its own, so that its memory is gone when recoveries are measured. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { writeHistory } from './history.ts';
import type { HistoryRequest } from './recovery-messages.ts';

process.once('message', (request: HistoryRequest) => {
  const bytes = readFileSync(request.workloadPath);
  writeHistory({
    dataDirectory: request.dataDirectory,
    market: request.market,
    commands: new DataView(bytes.buffer, bytes.byteOffset, request.bytes),
    snapshotAfter: request.snapshotAfter,
    onProgress: (progress) => process.send?.({ progress }),
  }).then(
    (result) => process.send?.({ result }, () => process.disconnect()),
    (error: Error) => process.send?.({ error: error.message }, () => process.disconnect()),
  );
});
