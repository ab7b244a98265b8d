import process from 'node:process';

/** Milliseconds of processor time of all threads of this process: what others take does not count. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
