/** One recovery by the code that the engine runs, in a fresh process. */
import process from 'node:process';
import { marketMachines } from '../../engine/runtime/machine-factory.ts';
import { sentenceOf } from '../../engine/runtime/newest-snapshot.ts';
import { recoverMarket } from '../../engine/runtime/recovery.ts';
import { RetainedOutputs } from '../../engine/runtime/retained-outputs.ts';
import { silentLog } from '../../engine/runtime/runtime-context.ts';
import { configOfDirectory } from '../../ports/config/directory-config.ts';
import { openPorts } from '../../ports/open-ports.ts';
import { yardstick } from '../harness/yardstick.ts';
import { cpuBetween, type OwnCpu, ownCpu } from './own-cpu.ts';
import type { RecoveryRequest, RecoveryRun } from './recovery-messages.ts';

const MIB = 2 ** 20;
const startMs = performance.now();

async function recover({ dataDirectory, market }: RecoveryRequest): Promise<RecoveryRun> {
  const openedAtMs = performance.now();
  const ports = await openPorts({
    ...configOfDirectory(dataDirectory),
    dataDir: dataDirectory,
    durability: 'disk',
    processName: `bench-recovery-${process.pid}`,
    faults: undefined,
  });
  try {
    const startedMs = performance.now();
    const context = {
      node: 'bench-recovery',
      ports,
      log: silentLog,
      machines: marketMachines,
      defer: setImmediate,
    };
    const retained = new RetainedOutputs();
    const startCpu = ownCpu();
    let loadedCpu: OwnCpu | null = null;
    const { report } = await recoverMarket(context, {
      market,
      onOutput: (output) => retained.push(output),
      onApply: () => {
        loadedCpu ??= ownCpu();
      },
    });
    const endedMs = performance.now();
    const endCpu = ownCpu();
    return {
      startMs,
      openMs: startedMs - openedAtMs,
      loadMs: report.loadMs,
      replayMs: report.replayMs,
      recoveryMs: endedMs - startedMs,
      loadCpu: cpuBetween(startCpu, loadedCpu ?? endCpu),
      replayCpu: cpuBetween(loadedCpu ?? endCpu, endCpu),
      plan: sentenceOf(report.plan),
      snapshotBytes: report.plan.snapshot?.bytes ?? 0,
      replayedRecords: report.replayedRecords,
      replayedEvents: report.replayedEvents,
      restingOrders: report.restingOrders,
      eventHash: report.eventHash,
      isDiverged: report.divergence !== null || report.haltedAt !== null,
      rssMiB: Math.round(process.memoryUsage.rss() / MIB),
      yardstick: yardstick(),
    };
  } finally {
    await ports.close();
  }
}

process.once('message', (request: RecoveryRequest) => {
  recover(request).then(
    (result) => process.send?.({ result }, () => process.disconnect()),
    (error: Error) => process.send?.({ error: error.message }, () => process.disconnect()),
  );
});
