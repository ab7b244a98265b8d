/**
 * Doorbells over the mesh. Each process tells the others once for which topics it wants to be rung;
 * whoever appends writes to their sockets only:
 *
 *   order-service ──commands.M──▶ primary          standby, settlement, projections, snapshotter:
 *   primary ──────events.M──────▶ order-service    nobody waits for them; they look by themselves
 */
import type { Doorbell } from '../event-log/doorbell.ts';
import type { Mesh } from './mesh.ts';

/** The channel, and what is said on it: `[topic, end]`. */
export const RING = 'log';
const LISTEN = 'log-listen';

export function meshDoorbell(mesh: Mesh): Doorbell {
  const ownTopics = new Set<string>();
  /** Names of the processes that listen, by topic. */
  const listeners = new Map<string, Set<string>>();
  mesh.subscribe(LISTEN, (topics, from) => {
    // A new process of the name starts anew.
    for (const names of listeners.values()) names.delete(from);
    if (!Array.isArray(topics)) return;
    for (const topic of topics as unknown[]) {
      if (typeof topic !== 'string') continue;
      const names = listeners.get(topic);
      if (names === undefined) listeners.set(topic, new Set([from]));
      else names.add(from);
    }
  });
  return {
    ring: (topic, end) => {
      const names = listeners.get(topic);
      if (names !== undefined && names.size > 0) mesh.tell(names, RING, [topic, end]);
    },
    listeners: (topic) =>
      [...(listeners.get(topic) ?? [])].filter((name) => mesh.stateOf(name) !== 'down'),
    listen: (topic) => {
      if (ownTopics.has(topic)) return;
      ownTopics.add(topic);
      mesh.broadcast(LISTEN, [...ownTopics], { retained: true });
    },
    onRing: (listener) =>
      mesh.subscribe(RING, (payload) => {
        if (!Array.isArray(payload)) return;
        const [topic, end] = payload as unknown[];
        if (typeof topic === 'string' && typeof end === 'number') listener(topic, end);
      }),
  };
}
