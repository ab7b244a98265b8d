/** A stretch of a log in the archive; see archive.proto. */
import type { Offset } from './units.ts';

export interface ArchiveSegment {
  readonly topic: string;
  readonly first: Offset;
  /** At least one: those of offsets `first`, `first` + 1, … */
  readonly records: readonly Uint8Array[];
}
