/** The settlement process: `node dist/settlement/main.js --data <folder>`. */
import { runService } from '../ports/process/run-service.ts';
import { Settlement } from './settlement.ts';

await runService({
  service: 'settlement',
  defaultName: 'settlement',
  async start({ fail, log, name, pid, ports, version }) {
    const settlement = new Settlement({ ports, logger: log, identity: { name, pid, version } });
    const running = settlement.run();
    running.catch(fail);
    return {
      async stop() {
        settlement.stop();
        await running;
      },
    };
  },
});
