/**
 * The snapshotter's own replica of a market: reads the command log as every replica does, and cuts a
 * snapshot exactly behind each mark that it reads while it follows live.
 */
import type { CommandsIn } from '../engine/runtime/commands-in.ts';
import type { RecordOutput } from '../engine/runtime/machine-factory.ts';
import type { MarketFold } from '../engine/runtime/market-fold.ts';
import { type Recovered, recoverUnlessOver } from '../engine/runtime/recovery.ts';
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

interface MarkState {
  /** null: it recovers. */
  live: MarketFold | null;
  cut: Cut | null;
}

export class MarkedCommands {
  readonly recovered: Recovered;
  readonly #state: MarkState;

  private constructor(recovered: Recovered, state: MarkState) {
    this.recovered = recovered;
    this.#state = state;
  }

  /** Recovers as the engine does; marks in what is replayed are history. null: `isOver` before it is done. */
  static async open(
    context: RuntimeContext,
    { market, isOver }: { readonly market: string; readonly isOver: () => boolean },
  ): Promise<MarkedCommands | null> {
    const state: MarkState = { live: null, cut: null };
    const recovered = await recoverUnlessOver(context, {
      market,
      isOver,
      onOutput: (output) => {
        const { live } = state;
        const { stateHash } = output;
        // Of several marks in one stretch the last one's snapshot serves them all.
        if (live === null || stateHash === null) return;
        state.cut = { snapshot: live.machine.snapshot(), output, stateHash };
      },
    });
    if (recovered === null) return null;
    state.live = recovered.fold;
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
