import { runService } from '../ports/process/run-service.ts';
import { StageTimes } from '../ports/stage-times/stage-times.ts';
import { assertLimits } from '../proto/limits.ts';
import { EngineNode } from './runtime/engine-node.ts';
import { marketMachines } from './runtime/machine-factory.ts';
import { marketSelection } from './runtime/market-discovery.ts';

await runService({
  service: 'engine',
  defaultName: 'engine-a',
  options: { markets: { type: 'string', default: 'all' } },
  start: async ({ name, ports, log, pid, version, options, fail }) => {
    assertLimits();
    const node = new EngineNode(
      {
        node: name,
        ports,
        log,
        machines: marketMachines,
        defer: setImmediate,
        stages: new StageTimes(),
      },
      {
        markets: marketSelection(String(options['markets'])),
        identity: { pid, version },
        onBroken: fail,
      },
    );
    node.start();
    return { stop: () => node.stop() };
  },
});
