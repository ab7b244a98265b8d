/**
 * One market on one node: applies its command log, and emits or compares, as its role says.
 *
 *   commands.<M> ──apply loop──▶ machine ──▶ retained outputs ──output loop──▶ events.<M>   primary
 *                                                   └── compared with ◀─────── events.<M>   others
 *
 * Who leads is read in the command log and nowhere else; see role.ts and leader-watch.ts.
 */
import type { MarketReport } from '../../ports/coordination/coordination.ts';
import { commandTopic } from '../../proto/topics.ts';
import type { Epoch, Hash64 } from '../../proto/units.ts';
import type { CommandsIn } from './commands-in.ts';
import { appendControl } from './control-batch.ts';
import type { Divergence } from './divergence.ts';
import { EmittedComparison } from './emitted-comparison.ts';
import { EventsOut } from './events-out.ts';
import { ExpiryClock } from './expiry-clock.ts';
import { LeaderWatch, type WatchTiming } from './leader-watch.ts';
import type { RecordOutput } from './machine-factory.ts';
import { marketReport } from './market-report.ts';
import { OwnClaims } from './own-claims.ts';
import { type RecoveryReport, recoverWhenPossible } from './recovery.ts';
import { RetainedOutputs } from './retained-outputs.ts';
import { isPassing, retrying } from './retrying.ts';
import { assertTransition, haltedBy, problemOfRole, type Role, reportedRole } from './role.ts';
import type { RuntimeContext } from './runtime-context.ts';
import { Signal } from './signal.ts';
import { StandbyRest } from './standby-rest.ts';

/** What a standby retains at most; older outputs are derived again should they be missing. */
const STANDBY_EVENTS_MAX = 500_000;
/** A primary whose outputs cannot be appended goes no further than this. */
const PRIMARY_EVENTS_MAX = 100_000;
/** A stop is noticed so soon. */
const IDLE_MS = 100;
/** A standby that is further behind catches up before it claims. */
const CLAIM_LAG_RECORDS_MAX = 256;
const CLAIM_AGAIN_MS = 500;

export class Replica {
  readonly market: string;
  readonly #context: RuntimeContext;
  readonly #onRole: () => void;
  readonly #watch: LeaderWatch;
  readonly #claims: OwnClaims;
  readonly #expiryClock: ExpiryClock;
  readonly #retained = new RetainedOutputs();
  readonly #outputSignal = new Signal();
  readonly #roomSignal = new Signal();
  readonly #rest: StandbyRest;
  #role: Role = { kind: 'recovering' };
  #commands: CommandsIn | null = null;
  #comparison: EmittedComparison | null = null;
  #recovery: RecoveryReport | null = null;
  #claimAfterMs = Number.NEGATIVE_INFINITY;
  /** At the last mark. */
  #stateHash: Hash64 | null = null;
  #logEnd = 0;
  #stopped = false;

  constructor(
    context: RuntimeContext,
    options: {
      readonly market: string;
      /** Called when the role has changed. */
      readonly onRole: () => void;
      readonly timing?: WatchTiming;
    },
  ) {
    this.#context = context;
    this.market = options.market;
    this.#onRole = options.onRole;
    this.#claims = new OwnClaims(context.node);
    this.#expiryClock = new ExpiryClock(context.ports, this.market);
    const { clock, coordination } = context.ports;
    this.#rest = new StandbyRest(clock);
    this.#watch = new LeaderWatch({ ...options, node: context.node, coordination });
  }

  get role(): Role {
    return this.#role;
  }

  /** null: still recovering. */
  get recovery(): RecoveryReport | null {
    return this.#recovery;
  }

  /** Runs until `stop`. Throws what must end the process. */
  async run(): Promise<void> {
    const [market, retained] = [this.market, this.#retained];
    const recovered = await recoverWhenPossible(this.#context, {
      market,
      retained,
      isOver: () => this.#isOver(),
      onApply: () => this.#beforeApply(),
      onOutput: (output) => this.#take(output),
    });
    if (recovered === null) return;
    const { fold, commands, tail, report } = recovered;
    this.#recovery = report;
    this.#commands = commands;
    this.#comparison = new EmittedComparison({ ...this.#context.ports, market, retained, tail });
    if (report.divergence !== null) {
      this.#diverge(report.divergence);
      return;
    }
    this.#enter(fold.poison === null ? { kind: 'standby' } : haltedBy(fold.poison));
    await Promise.all([this.#applyLoop(commands), this.#outputLoop(commands, this.#comparison)]);
  }

  stop(): void {
    this.#stopped = true;
    this.#outputSignal.notify();
    this.#roomSignal.notify();
  }

  /** Every heartbeat, and on every change of a peer: claims, or tells the time, when there is reason to. */
  async look(): Promise<void> {
    const nowMs = this.#context.ports.clock.monotonicMs();
    const machine = this.#commands?.fold.machine;
    if (machine === undefined || this.#stopped) return;
    if (this.#role.kind === 'primary') return this.#expiryClock.look(machine.nextExpiryUs);
    if (this.#role.kind !== 'standby') return;
    const [{ leadership }, emittedMs] = [machine, this.#comparison?.seenMs ?? nowMs];
    const reason = this.#watch.look({ leadership, nowMs, emittedMs });
    if (reason !== null && nowMs >= this.#claimAfterMs) await this.#claim(reason, leadership);
  }

  /** How it stands; `lag` as of the last `measureLag`. */
  report(): MarketReport {
    return marketReport({
      market: this.market,
      role: reportedRole(this.#role),
      problem: problemOfRole(this.#role),
      fold: this.#commands?.fold,
      stateHash: this.#stateHash,
      logEnd: this.#logEnd,
    });
  }

  async measureLag(): Promise<void> {
    const { end } = await this.#context.ports.log.bounds(commandTopic(this.market));
    this.#logEnd = end;
  }

  // --- applying ------------------------------------------------------------------------------

  async #applyLoop(commands: CommandsIn): Promise<void> {
    // Made once: see docs/adr/0054.
    const reading = {
      what: `read of ${commandTopic(this.market)}`,
      isOver: () => this.#isOver(),
      // Answers wait for a leader only; a standby takes many records in one go.
      action: () => commands.next(IDLE_MS, this.#claims.claimed === null ? 'soon' : 'at-once'),
    };
    while (!this.#isOver()) {
      const from = commands.fold.next;
      if (this.#claims.leading !== null && this.#retained.eventCount > PRIMARY_EVENTS_MAX) {
        await this.#roomSignal.next();
        continue;
      }
      await retrying(this.#context, reading);
      if (!this.#isOver()) this.#followPoison(commands);
      if (this.#role.kind === 'standby') await this.#rest.after(commands.fold.next - from);
    }
  }

  #beforeApply(): void {
    const { crashPoints } = this.#context.ports;
    if (this.#role.kind === 'recovering') return;
    if (this.#role.kind === 'claiming') crashPoints.reach('CP21-mid-tail-drain');
    crashPoints.reach('CP5-before-apply');
  }

  #take(output: RecordOutput): void {
    this.#retained.push(output);
    if (this.#claims.leading === null) this.#retained.shrinkTo(STANDBY_EVENTS_MAX);
    if (output.stateHash !== null) this.#stateHash = output.stateHash;
    if (this.#role.kind !== 'recovering') this.#readLeadership();
    this.#outputSignal.notify();
  }

  /** Into and out of `halted`. */
  #followPoison({ fold }: CommandsIn): void {
    if (fold.poison !== null) {
      if (this.#role.kind !== 'halted') this.#enter(haltedBy(fold.poison));
    } else if (this.#role.kind === 'halted') {
      this.#enter(this.#roleByLog());
    }
  }

  #roleByLog(): Role {
    const { leading, claimed } = this.#claims;
    if (leading !== null) return { kind: 'primary', epoch: leading };
    if (claimed !== null) return { kind: 'claiming', epoch: claimed };
    return { kind: 'standby' };
  }

  // --- leadership ----------------------------------------------------------------------------

  /** `reason` speaks against that leader only; while the log was asked, another may have won. */
  async #claim(reason: string, against: { readonly epoch: Epoch }): Promise<void> {
    const { node, ports } = this.#context;
    const { end } = await ports.log.bounds(commandTopic(this.market));
    const fold = this.#commands?.fold;
    if (fold === undefined || end - fold.next > CLAIM_LAG_RECORDS_MAX) return;
    if (this.#role.kind !== 'standby' || this.#stopped) return;
    if (fold.machine.leadership.epoch !== against.epoch) return;
    const claimed = this.#claims.next(fold.machine.leadership);
    this.#context.log.info({ market: this.market, epoch: claimed, reason }, 'claims leadership');
    this.#enter({ kind: 'claiming', epoch: claimed });
    try {
      const claim = { kind: 'LeadershipClaimed', epoch: claimed, node } as const;
      await appendControl(ports, this.market, claim);
    } catch (error) {
      if (!isPassing(error)) throw error;
      this.#context.log.warn({ market: this.market, problem: error.message }, 'claim failed');
      this.#claimAfterMs = ports.clock.monotonicMs() + CLAIM_AGAIN_MS;
      // It may have landed; then the log will say so.
      if (reportedRole(this.#role) === 'standby') this.#enter({ kind: 'standby' });
      return;
    }
    ports.crashPoints.reach('CP20-after-claim');
  }

  /** After each record: what does the log say of our claims? */
  #readLeadership(): void {
    const leadership = this.#commands?.fold.machine.leadership;
    if (leadership === undefined) return;
    const outcome = this.#claims.read(leadership);
    if (outcome === 'unchanged' || this.#role.kind === 'diverged') return;
    if (outcome === 'deposed') {
      this.#context.log.warn({ market: this.market, ...leadership }, 'steps down: another leads');
    }
    this.#enter(this.#roleByLog());
  }

  // --- output --------------------------------------------------------------------------------

  async #outputLoop(commands: CommandsIn, comparison: EmittedComparison): Promise<void> {
    const comparing = {
      what: `read of events of ${this.market}`,
      isOver: () => this.#isOver(),
      action: () => comparison.compare(() => commands.fold.next),
    };
    const waiting = { ...comparing, action: () => comparison.more(IDLE_MS, this.#outputSignal) };
    while (!this.#isOver()) {
      const divergence = await retrying(this.#context, comparing);
      if (divergence !== null) this.#diverge(divergence);
      if (this.#isOver()) return;
      if (this.#claims.leading !== null) {
        await this.#emitWhileLeading(this.#claims.leading, commands, comparison);
        continue;
      }
      await retrying(this.#context, waiting);
    }
  }

  async #emitWhileLeading(
    leading: Epoch,
    { fold }: CommandsIn,
    comparison: EmittedComparison,
  ): Promise<void> {
    const isOver = () => this.#isOver() || this.#claims.leading !== leading;
    const own = { market: this.market, retained: this.#retained, emitted: comparison.emitted };
    const out = new EventsOut(this.#context, { ...own, isOver });
    this.#context.ports.crashPoints.reach('CP22-before-first-emit');
    await out.fillGap(() => fold.next);
    while (!isOver()) {
      if (await out.emitNext()) this.#roomSignal.notify();
      else await this.#outputSignal.next();
    }
    comparison.goOnBehind(out);
  }

  // --- role ----------------------------------------------------------------------------------

  #diverge(divergence: Divergence): void {
    const { market } = this;
    this.#context.log.error({ market, ...divergence }, 'diverged: this replica will never lead');
    this.#enter({ kind: 'diverged', divergence });
    this.#roomSignal.notify();
  }

  #enter(role: Role): void {
    const from = this.#role.kind;
    if (from === role.kind) return;
    assertTransition(from, role.kind);
    this.#role = role;
    this.#rest.end();
    this.#context.log.info({ market: this.market, from, role: role.kind }, 'role changed');
    this.#onRole();
  }

  #isOver(): boolean {
    return this.#stopped || this.#role.kind === 'diverged';
  }
}
