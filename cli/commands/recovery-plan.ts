import { marketMachines } from '../../engine/runtime/machine-factory.ts';
import {
  type RecoveryPlan,
  sentenceOf,
  startingPoint,
} from '../../engine/runtime/newest-snapshot.ts';
import { silentLog } from '../../engine/runtime/runtime-context.ts';
import { accountPlan, sentenceOfAccounts } from '../../snapshotter/account-plan.ts';
import type { CommandInput } from '../command.ts';
import { ExitCode } from '../exit-codes.ts';
import { marketsOf, withPorts } from '../store-access.ts';

export async function recoveryPlanCommand(input: CommandInput): Promise<ExitCode> {
  return withPorts(input.text('data') ?? './data', async (ports) => {
    const context = {
      node: 'recovery-plan',
      ports,
      log: silentLog,
      machines: marketMachines,
      defer: setImmediate,
    };
    const plans: (RecoveryPlan & { readonly loadMs: number })[] = [];
    for (const market of await marketsOf(ports, input.text('market'))) {
      const { plan, loadMs } = await startingPoint(context, { market });
      plans.push({ ...plan, loadMs: Math.round(loadMs * 10) / 10 });
    }
    const accounts = await accountPlan({ log: ports.log, snapshots: ports.snapshots });
    const rejected = [...plans.flatMap((plan) => plan.rejected), ...accounts.rejected];
    input.output.result({ plans, accounts }, () => [
      ...plans.map((plan) => `${sentenceOf(plan)} (its snapshot loads in ${plan.loadMs} ms)`),
      sentenceOfAccounts(accounts),
      ...rejected.map(({ key, reason }) => `passed over ${key ?? 'all'}: ${reason}`),
    ]);
    if (rejected.length > 0) input.suggest('next', 'snapshot verify');
    return ExitCode.ok;
  });
}
