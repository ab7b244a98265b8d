import { decodeEventBatch } from '../../../proto/codec.ts';
import { hash64 } from '../../../proto/units.ts';
import { outputOf } from '../../core/record-output.ts';
import { type Machine, type MachineFactory, marketMachines } from '../machine-factory.ts';

/** Machines that make something else of the log, from one record on: the hash of it is another. */
export const erringFrom = (at: number): MachineFactory => ({
  create: (market) => erring(marketMachines.create(market), at),
  imageOf: (snapshot) => marketMachines.imageOf(snapshot),
  restore: (snapshot) => erring(marketMachines.restore(snapshot), at),
});

function erring(machine: Machine, at: number): Machine {
  const apply: Machine['apply'] = (inputOffset) => {
    const output = machine.apply(inputOffset);
    if (inputOffset < at) return output;
    const { eventHash } = output;
    const other = `${eventHash.slice(0, 15)}${eventHash.endsWith('0') ? '1' : '0'}`;
    return outputOf({ ...decodeEventBatch(output.bytes), eventHash: hash64(other) });
  };
  return new Proxy(machine, {
    get: (target, key) => {
      if (key === 'apply') return apply;
      const member = Reflect.get(target, key, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
