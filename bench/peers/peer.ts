import type { LineCommand } from '../harness/line-process.ts';
import type { MixName } from '../workload/mixes.ts';

/** Another matching engine, run beside ours on the same commands. */
export interface Peer {
  readonly name: string;
  /** `floor`: our own layout in another language; what is reachable, not whom we beat. */
  readonly role: 'peer' | 'floor';
  readonly version: string;
  readonly language: string;
  /** What it does not do and ours does, or otherwise. */
  readonly notComparableBecause: string;
  /** Where a whole mix would take minutes: so many commands of it. */
  readonly commandsMax?: Partial<Readonly<Record<MixName, number>>>;
  readonly source: PeerSource;
}

export type PeerSource =
  | {
      readonly kind: 'registry';
      /** `quick`: seconds rather than minutes, and with what this project needs anyway. */
      readonly pace: 'quick' | 'slow';
      /** Folder of bench/peers/ with the driver. */
      readonly driver: string;
      /** Run one after another in a copy of the driver's folder, in the cache. */
      readonly build: readonly LineCommand[];
      /** Arguments in front of the workload's path and the number of commands. */
      readonly run: LineCommand;
    }
  | {
      readonly kind: 'not-available';
      readonly reason: string;
      /** Of another machine, on another day. Best of several runs, million commands/s. */
      readonly citedMillionPerSecond: Partial<Readonly<Record<MixName, number>>>;
    };
