/**
 * Neighbours that are late, for finding tests that hope. `LATE=settlement:150,engine:100,log:60` (ms) holds back
 * what settlement applies, what the engine emits and what an order-service reads in every exchange of a test,
 * as a starved machine would. A test that fails then has not waited for what it reads.
 */
type Neighbour = 'settlement' | 'engine' | 'log';

const lateness = new Map(
  (process.env['LATE'] ?? '')
    .split(',')
    .filter((each) => each !== '')
    .map((each) => {
      const [name, ms] = each.split(':');
      return [name as Neighbour, Number(ms)] as const;
    }),
);

export async function isLate(who: Neighbour): Promise<void> {
  const ms = lateness.get(who);
  if (ms !== undefined) await new Promise((done) => setTimeout(done, ms));
}

/** The same, but for one method that is late. */
export function lateIn<T extends object>(who: Neighbour, method: keyof T, it: T): T {
  if (!lateness.has(who)) return it;
  return new Proxy(it, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== method) return value.bind(target);
      return async (...args: unknown[]) => {
        await isLate(who);
        return value.apply(target, args);
      };
    },
  });
}
