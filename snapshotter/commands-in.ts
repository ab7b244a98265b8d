/**
 * The snapshotter's own replica of a market: reads the command log as every replica does, and cuts a
 * snapshot exactly behind each mark that it reads while it follows live.
 */
import type { CommandsIn } from '../engine/runtime/commands-in.ts';
import type { RecordOutput } from '../engine/runtime/machine-factory.ts';
import { type Recovered, recoverMarket } from '../engine/runtime/recovery.ts';
import type { RuntimeContext } from '../engine/runtime/runtime-context.ts';
import { assert } from '../proto/assert.ts';
import type { MarketSnapshot } from '../proto/messages.ts';
import type { Hash64 } from '../proto/units.ts';

/** The state right behind a mark, and what this replica says that the primary must have emitted. */
export interface Cut {
  readonly snapshot: MarketSnapshot;
  readonly output: RecordOutput;
  /** As hashed at the mark, before the record was over. */
  readonly stateHash: Hash64;
}

export class MarkedCommands {
  readonly recovered: Recovered;
  readonly #state: { isLive: boolean; cut: Cut | null };

  private constructor(recovered: Recovered, state: { isLive: boolean; cut: Cut | null }) {
    this.recovered = recovered;
    this.#state = state;
  }

  /** Recovers as the engine does; marks in what is replayed are history. */
  static async open(context: RuntimeContext, market: string): Promise<MarkedCommands> {
    const state: { isLive: boolean; cut: Cut | null } = { isLive: false, cut: null };
    const recovered: Recovered = await recoverMarket(context, {
      market,
      onOutput: (output) => {
        const { stateHash } = output;
        // Of several marks in one stretch the last one's snapshot serves them all.
        if (!state.isLive || stateHash === null) return;
        state.cut = { snapshot: recovered.fold.machine.snapshot(), output, stateHash };
      },
    });
    state.isLive = true;
    return new MarkedCommands(recovered, state);
  }

  get commands(): CommandsIn {
    return this.recovered.commands;
  }

  /** The newest cut; once. */
  takeCut(): Cut | null {
    const { cut } = this.#state;
    this.#state.cut = null;
    if (cut !== null) assert(cut.snapshot.offset === cut.output.inputOffset, 'cut at the mark');
    return cut;
  }
}
