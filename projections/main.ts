/** The projections process: `node dist/projections/main.js --data <folder>`. */
import { runService } from '../ports/process/run-service.ts';
import { Projections } from './projections.ts';

await runService({
  service: 'projections',
  defaultName: 'projections',
  priority: 'background',
  async start({ fail, log, name, pid, ports, version }) {
    const projections = new Projections({ ports, logger: log, identity: { name, pid, version } });
    const running = projections.run();
    running.catch(fail);
    return {
      async stop() {
        projections.stop();
        await running;
      },
    };
  },
});
