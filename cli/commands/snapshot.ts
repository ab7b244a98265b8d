import { ACCOUNTS } from '../../ports/snapshot-store/snapshot-names.ts';
import type { SnapshotEntry } from '../../ports/snapshot-store/snapshot-store.ts';
import type { CommandInput } from '../command.ts';
import { ExitCode } from '../exit-codes.ts';
import { table } from '../output.ts';
import { accountsProblem, snapshotsOf, takeSnapshots, verifySnapshot } from '../snapshots.ts';
import { withPorts } from '../store-access.ts';

const dataOf = (input: CommandInput): string => input.text('data') ?? './data';

const timeText = (timestampUs: number): string => new Date(timestampUs / 1000).toISOString();

const rows = (snapshots: readonly SnapshotEntry[]) =>
  snapshots.map((entry) => [
    entry.market,
    entry.offset,
    timeText(entry.timestampUs),
    entry.bytes,
    entry.key,
  ]);
const HEAD = ['market', 'offset', 'time', 'bytes', 'key'];

export async function snapshotListCommand(input: CommandInput): Promise<ExitCode> {
  return withPorts(dataOf(input), async (ports) => {
    const snapshots = await snapshotsOf(ports, input.text('market'));
    input.output.result({ snapshots }, () => table(HEAD, rows(snapshots)));
    return ExitCode.ok;
  });
}

export async function snapshotTakeCommand(input: CommandInput): Promise<ExitCode> {
  const snapshots = await takeSnapshots({
    dataDirectory: dataOf(input),
    market: input.text('market'),
    timeoutMs: input.count('timeoutMs'),
  });
  input.output.result({ snapshots }, () => table(HEAD, rows(snapshots)));
  return ExitCode.ok;
}

export async function snapshotVerifyCommand(input: CommandInput): Promise<ExitCode> {
  return withPorts(dataOf(input), async (ports) => {
    const verified: (SnapshotEntry & { readonly problem: string | null })[] = [];
    for (const entry of await snapshotsOf(ports, input.text('market'))) {
      const problem =
        entry.market === ACCOUNTS
          ? await accountsProblem(ports, entry)
          : (await verifySnapshot(ports, entry)).problem;
      verified.push({ ...entry, problem });
    }
    const bad = verified.filter(({ problem }) => problem !== null);
    input.output.result({ snapshots: verified, bad: bad.length }, () =>
      table(
        ['market', 'offset', 'time', 'bytes', 'verdict'],
        verified.map((entry) => [
          entry.market,
          entry.offset,
          timeText(entry.timestampUs),
          entry.bytes,
          entry.problem ?? 'good',
        ]),
      ),
    );
    if (verified.length === 0) input.suggest('there is no snapshot yet; take one', 'snapshot take');
    return bad.length === 0 ? ExitCode.ok : ExitCode.integrityViolated;
  });
}
