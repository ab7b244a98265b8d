/**
 * Tells the log what time it is when the time of an order is over: only a tick in the log ends it.
 *
 *   heartbeat ─▶ leads? first to end ≤ now? ──ClockTicked──▶ commands.<M> ─▶ every replica ends the same ones
 *
 * Only a primary looks. A second tick, or one of a primary that was replaced and does not know it yet,
 * does no harm: it says the time as well. With nobody leading orders stand longer; the next leader tells.
 */
import type { Ports } from '../../ports/ports.ts';
import { appendControl } from './control-batch.ts';

/** A tick that was not read by then was lost, or the replica is far behind. */
const AGAIN_MS = 1_000;

export class ExpiryClock {
  readonly #ports: Pick<Ports, 'log' | 'clock'>;
  readonly #market: string;
  /** What the last tick was written for. */
  #toldUs = 0;
  #againMs = Number.NEGATIVE_INFINITY;

  constructor(ports: Pick<Ports, 'log' | 'clock'>, market: string) {
    this.#ports = ports;
    this.#market = market;
  }

  /** `nextExpiryUs`: of the machine of a replica that leads; 0: nobody ends. Throws EventLogError. */
  async look(nextExpiryUs: number): Promise<void> {
    const { clock } = this.#ports;
    if (nextExpiryUs === 0 || nextExpiryUs > clock.nowUs()) return;
    const nowMs = clock.monotonicMs();
    if (nextExpiryUs === this.#toldUs && nowMs < this.#againMs) return;
    this.#toldUs = nextExpiryUs;
    this.#againMs = nowMs + AGAIN_MS;
    await appendControl(this.#ports, this.#market, { kind: 'ClockTicked' });
  }
}
