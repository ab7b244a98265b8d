import {
  historyLines,
  RECOVERY_HEAD,
  recoveryCells,
  recoveryFigures,
  replayFigure,
} from '../../bench/recovery/recovery-report.ts';
import { type RecoveryResult, runRecovery } from '../../bench/recovery/recovery-scenario.ts';
import { markdownTable } from '../../bench/report/result-folder.ts';
import { RunClock } from '../../bench/report/run-clock.ts';
import type { Figure } from '../../bench/report/run-record.ts';
import { MIXES, restingMix } from '../../bench/workload/mixes.ts';
import { finish, named, profileFlag, profileOf } from '../bench-result.ts';
import type { CommandInput } from '../command.ts';
import { privateName, settingsFor } from '../exchange-settings.ts';
import { type ExitCode, usageError } from '../exit-codes.ts';
import { table } from '../output.ts';

const conditionsOf = (input: CommandInput): readonly string[] => [
  `profile ${profileOf(input)}; each run a fresh process; what it reads is in the page cache`,
  'history written by the real codecs, log and snapshot writer, 1,000 commands a record',
];
const ORDERS_MAX = 4_000_000;
const TAIL_MAX = 20_000_000;
const SHORT = { replay: 100_000, orders: 50_000, tail: 50_000 };

/** From the beginning of the log, without a snapshot. */
export async function benchReplayCommand(input: CommandInput): Promise<ExitCode> {
  const commands = input.flag('short') ? SHORT.replay : input.count('commands');
  if (commands < 1000 || commands > TAIL_MAX) {
    throw usageError(`--commands takes 1000 to ${TAIL_MAX}`);
  }
  const name = input.text('mix') === 'A' ? 'A' : 'B';
  const clock = new RunClock();
  const result = await runRecovery({
    mix: MIXES[name],
    tail: commands,
    snapshot: 'none',
    ...common(input),
  });
  const command = `lockstep bench replay --mix ${name} --commands ${commands}${profileFlag(input)}`;
  const scenario = { name: named(input, 'replay'), command, clock };
  return ended(input, result, { ...scenario, figures: [replayFigure(`replay ${name}`, result)] });
}

export async function benchRecoveryCommand(input: CommandInput): Promise<ExitCode> {
  const short = input.flag('short');
  const orders = short ? SHORT.orders : input.count('orders');
  const tail = short ? SHORT.tail : input.count('tail');
  if (orders < 1000 || orders > ORDERS_MAX || orders % 1000 !== 0) {
    throw usageError(`--orders takes thousands up to ${ORDERS_MAX}`);
  }
  if (tail < 1000 || tail > TAIL_MAX) throw usageError(`--tail takes 1000 to ${TAIL_MAX}`);
  const clock = new RunClock();
  const result = await runRecovery({
    mix: restingMix(orders),
    tail,
    snapshot: 'behind-preloaded',
    ...common(input),
  });
  const command = `lockstep bench recovery --orders ${orders} --tail ${tail}${profileFlag(input)}`;
  const scenario = { name: named(input, `recovery ${orders} ${tail}`), command, clock };
  return ended(input, result, { ...scenario, figures: recoveryFigures(result) });
}

const common = (input: CommandInput) => ({
  rounds: Math.max(1, input.count('rounds')),
  settings: settingsFor(input, { dataDirectory: null, name: privateName('bench') }),
  interrupted: input.interrupted,
  say: (message: string) => input.output.say(message),
});

function ended(
  input: CommandInput,
  result: RecoveryResult,
  scenario: {
    readonly name: string;
    readonly command: string;
    readonly clock: RunClock;
    readonly figures: readonly Figure[];
  },
): ExitCode {
  const cells = result.runs.map((run, index) => recoveryCells(result, run, index));
  const wrong = result.isRight ? [] : ['A run did not end at the state of the history.'];
  return finish(input, {
    record: scenario.clock.record({
      scenario: scenario.name,
      command: scenario.command,
      seed: null,
      durability: 'disk',
      conditions: conditionsOf(input),
      valid: result.isRight,
      figures: scenario.figures,
      details: result,
    }),
    body: [...historyLines(result), '', ...markdownTable(RECOVERY_HEAD, cells), '', ...wrong],
    lines: [...historyLines(result), ...table(RECOVERY_HEAD, cells), ...wrong],
  });
}
