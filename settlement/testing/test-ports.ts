/** Ports in memory for one role in one test; what the role reports is kept. */
import type { AccountStore } from '../../ports/account-store/account-store.ts';
import { systemClock, systemRandom } from '../../ports/clock/system-clock.ts';
import type { ProcessReport } from '../../ports/coordination/coordination.ts';
import { noCrashPoints } from '../../ports/crash-points/crash-points.ts';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import type { Ports } from '../../ports/ports.ts';
import { MemorySnapshotStore } from '../../ports/snapshot-store/memory-snapshot-store.ts';
import type { SnapshotStore } from '../../ports/snapshot-store/snapshot-store.ts';
import type { ViewStore } from '../../ports/view-store/view-store.ts';

export interface TestPorts {
  readonly ports: Ports;
  readonly reports: ProcessReport[];
  readonly logged: string[];
  readonly logger: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

/** A port that the role under test has no business with. */
function unused<Port extends object>(): Port {
  return new Proxy({} as Port, {
    get: (_target, property) => {
      throw new Error(`this role must not use ${String(property)}`);
    },
  });
}

export function testPorts(stores: {
  readonly log: EventLog;
  readonly accounts?: AccountStore;
  readonly views?: ViewStore;
  readonly snapshots?: SnapshotStore;
}): TestPorts {
  const reports: ProcessReport[] = [];
  const logged: string[] = [];
  const write = (level: string) => (_fields: object, message: string) => {
    logged.push(`${level}: ${message}`);
  };
  const ports: Ports = {
    clock: systemClock,
    random: systemRandom,
    log: stores.log,
    archive: unused(),
    snapshots: stores.snapshots ?? new MemorySnapshotStore(),
    accounts: stores.accounts ?? unused(),
    views: stores.views ?? unused(),
    coordination: {
      announce: (report) => {
        reports.push(report);
      },
      peers: () => [],
      onPeerChange: () => () => {},
      setSnapshotOffset: async () => {},
      snapshotOffset: async () => null,
      close: async () => {},
    },
    crashPoints: noCrashPoints,
    close: async () => {},
  };
  const logger = { info: write('info'), warn: write('warn'), error: write('error') };
  return { ports, reports, logged, logger };
}

/** Generous: other programs may have the machine. */
const UNTIL_MS = 60_000;

export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + UNTIL_MS;
  while (!(await isSo())) {
    if (performance.now() > deadlineMs) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
