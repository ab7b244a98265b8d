/** Memory of processes over time, and whether it grows. */
import { readFileSync } from 'node:fs';

export interface MemoryTrend {
  readonly name: string;
  /** Of the process of this name that lived longest. */
  readonly seconds: number;
  readonly startMiB: number;
  readonly endMiB: number;
  readonly mibPerMinute: number;
}

interface Sample {
  readonly atSeconds: number;
  readonly mib: number;
}

/** While a process warms up its memory grows, whatever it does later. */
const WARM_UP_SHARE = 0.25;
const SAMPLES_MIN = 8;

export class MemorySamples {
  readonly #byProcess = new Map<string, { readonly name: string; readonly samples: Sample[] }>();

  add(sample: {
    readonly name: string;
    readonly pid: number;
    readonly atSeconds: number;
    readonly mib: number;
  }): void {
    const key = `${sample.name} ${sample.pid}`;
    const entry = this.#byProcess.get(key) ?? { name: sample.name, samples: [] };
    entry.samples.push({ atSeconds: sample.atSeconds, mib: sample.mib });
    this.#byProcess.set(key, entry);
  }

  /** One of each name; those that never lived long enough are left out. */
  trends(): readonly MemoryTrend[] {
    const longest = new Map<string, readonly Sample[]>();
    for (const { name, samples } of this.#byProcess.values()) {
      if (samples.length < SAMPLES_MIN) continue;
      if (samples.length > (longest.get(name)?.length ?? 0)) longest.set(name, samples);
    }
    return [...longest].map(([name, samples]) => trendOf(name, samples));
  }
}

function trendOf(name: string, all: readonly Sample[]): MemoryTrend {
  const samples = all.slice(Math.floor(all.length * WARM_UP_SHARE));
  const meanX = samples.reduce((sum, { atSeconds }) => sum + atSeconds, 0) / samples.length;
  const meanY = samples.reduce((sum, { mib }) => sum + mib, 0) / samples.length;
  let above = 0;
  let below = 0;
  for (const { atSeconds, mib } of samples) {
    above += (atSeconds - meanX) * (mib - meanY);
    below += (atSeconds - meanX) ** 2;
  }
  const first = all[0];
  const last = all.at(-1);
  return {
    name,
    seconds: Math.round((last?.atSeconds ?? 0) - (first?.atSeconds ?? 0)),
    startMiB: Math.round(first?.mib ?? 0),
    endMiB: Math.round(last?.mib ?? 0),
    mibPerMinute: below === 0 ? 0 : Number(((above / below) * 60).toFixed(2)),
  };
}

/** Resident memory as the kernel counts it; null: the process is gone, or there is no /proc. */
export function residentMiB(pid: number): number | null {
  try {
    const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found === null ? null : Number(found[1]) / 1024;
  } catch {
    return null;
  }
}
