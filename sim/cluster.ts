/**
 * A cluster in one process: two engines, two order-services, settlement and clients, over one log and
 * one account store, in virtual time.
 *
 *   clients ─▶ order-service 1, 2 ─▶ SimEventLog ─▶ engine-a, engine-b ─▶ SimEventLog ─▶ settlement
 *                 each in a SimProcess that may be killed, frozen and started again
 */

import { EngineNode } from '../engine/runtime/engine-node.ts';
import { marketMachines } from '../engine/runtime/machine-factory.ts';
import { OrderService } from '../order-service/order-service.ts';
import { memoryAccountStore } from '../ports/account-store/memory-account-store.ts';
import { BucketArchiveStore } from '../ports/archive-store/bucket-archive-store.ts';
import type { Service } from '../ports/coordination/coordination.ts';
import { noCrashPoints } from '../ports/crash-points/crash-points.ts';
import { MemoryBucket } from '../ports/objects/memory-bucket.ts';
import type { Ports } from '../ports/ports.ts';
import { MemorySnapshotStore } from '../ports/snapshot-store/memory-snapshot-store.ts';
import { sessionId } from '../proto/units.ts';
import { Settlement } from '../settlement/settlement.ts';
import type { SeededRandom } from './random.ts';
import { Scheduler } from './scheduler.ts';
import { SimNeighbourhood } from './sim-coordination.ts';
import { SimEventLog } from './sim-event-log.ts';
import { type Delays, SimProcess } from './sim-process.ts';
import { SimViewStore } from './sim-view-store.ts';

/** 2026-01-01T00:00:00Z: log time begins here in every run. */
const START_US = 1_767_225_600_000_000;
const RESTART_US_MIN = 20_000;
const RESTART_US_MORE = 200_000;

const silent = { info: () => {}, warn: () => {}, error: () => {} };
/** Nothing secret happens in here. */
const sealing = {
  seal: (secret: Uint8Array) => secret.slice(),
  open: (sealed: Uint8Array) => sealed.slice(),
  secretFor: (apiKey: string) => Buffer.from(apiKey),
};

export interface Member {
  readonly name: string;
  readonly service: Service;
  process: SimProcess;
  /** Of an order-service that is up. */
  desk: OrderService | null;
  stop: () => Promise<void>;
  starts: number;
}

export class SimCluster {
  readonly scheduler = new Scheduler(START_US);
  readonly log = new SimEventLog(this.scheduler);
  readonly accounts = memoryAccountStore();
  readonly snapshots = new MemorySnapshotStore();
  readonly archive = new BucketArchiveStore(new MemoryBucket());
  readonly members: Member[] = [];
  /** What ended a role that nobody killed. A run with any is a failed run. */
  readonly failures: { readonly member: string; readonly error: unknown }[] = [];
  readonly #neighbourhood = new SimNeighbourhood(this.scheduler);
  readonly #views = new SimViewStore();
  readonly #random: SeededRandom;
  readonly #delays: Delays;

  constructor(options: { readonly random: SeededRandom; readonly delays: Delays }) {
    this.#random = options.random;
    this.#delays = options.delays;
  }

  /** The world as one process sees it. */
  portsOf(process: SimProcess): Ports {
    return {
      clock: process.clock(),
      random: this.#random,
      log: process.through(this.log),
      archive: process.through(this.archive),
      snapshots: process.through(this.snapshots),
      accounts: process.through(this.accounts),
      views: process.through(this.#views),
      coordination: this.#neighbourhood.join(process),
      crashPoints: noCrashPoints,
      close: async () => {},
    };
  }

  newProcess(name: string): SimProcess {
    const { scheduler } = this;
    return new SimProcess({ name, scheduler, random: this.#random, delays: this.#delays });
  }

  start(name: string, service: Service): Member {
    const member: Member = {
      name,
      service,
      process: this.newProcess(name),
      desk: null,
      stop: async () => {},
      starts: 0,
    };
    this.members.push(member);
    this.#boot(member);
    return member;
  }

  /** SIGKILL now; a supervisor starts it again a little later. */
  kill(member: Member): void {
    member.process.kill();
    member.desk = null;
    this.#neighbourhood.died(member.process);
    const delayUs = RESTART_US_MIN + this.#random.below(RESTART_US_MORE);
    this.scheduler.schedule(delayUs, () => {
      member.process = this.newProcess(member.name);
      this.#boot(member);
    });
  }

  /** SIGSTOP now, SIGCONT after `forUs`. */
  freeze(member: Member, forUs: number): void {
    const { process } = member;
    process.freeze();
    this.#neighbourhood.froze(process);
    this.scheduler.schedule(forUs, () => {
      if (!process.alive) return;
      this.#neighbourhood.thawed(process);
      process.thaw();
    });
  }

  #boot(member: Member): void {
    member.starts += 1;
    const { process } = member;
    const failed = (error: unknown): void => {
      // A dead process no longer fails.
      if (process.alive) this.failures.push({ member: member.name, error });
    };
    switch (member.service) {
      case 'engine':
        this.#bootEngine(member, failed);
        return;
      case 'order-service':
        this.#bootOrderService(member, failed).catch(failed);
        return;
      case 'settlement':
        this.#bootSettlement(member).catch(failed);
        return;
      default:
        throw new Error(`the simulation has no ${member.service}`);
    }
  }

  #bootEngine(member: Member, failed: (error: unknown) => void): void {
    const { process, name } = member;
    const node = new EngineNode(
      {
        node: name,
        ports: this.portsOf(process),
        log: silent,
        machines: marketMachines,
        defer: (action) => void process.after(0, action),
      },
      { markets: 'all', identity: { pid: 0, version: 'sim' }, onBroken: failed },
    );
    member.stop = () => node.stop();
    node.start();
  }

  async #bootOrderService(member: Member, failed: (error: unknown) => void): Promise<void> {
    const { process, name } = member;
    const desk = await OrderService.start({
      name,
      sessionId: sessionId(Number(name.split('-').at(-1))),
      ports: this.portsOf(process),
      sealing,
      defer: (action) => void process.after(0, action),
      onBroken: failed,
    });
    if (!process.alive) return;
    member.desk = desk;
    member.stop = () => desk.stop();
  }

  async #bootSettlement(member: Member): Promise<void> {
    const settlement = new Settlement({
      ports: this.portsOf(member.process),
      logger: silent,
      identity: { name: member.name, pid: 0, version: 'sim' },
    });
    member.stop = async () => settlement.stop();
    await settlement.run();
  }
}
