/** A service that does nothing but what its option says: for the tests of the shell. */
import { EventLogError } from '../event-log/event-log.ts';
import { runService } from '../process/run-service.ts';

await runService({
  service: 'projections',
  defaultName: 'nothing',
  options: { do: { type: 'string', default: 'wait' } },
  async start({ ports, options, fail, log, name, version, startedAtUs, pid }) {
    const report = {
      name,
      service: 'projections',
      pid,
      startedAtUs,
      version,
      markets: [],
    } as const;
    ports.coordination.onPeerChange((peer) =>
      log.info({ peer: peer.report.name, state: peer.state }),
    );
    ports.coordination.announce(report);
    if (options['do'] === 'throw') throw new EventLogError('LOG_DAMAGED', 'events.X at offset 7');
    if (options['do'] === 'fail') fail(new EventLogError('LOG_OFFSET_OUT_OF_RANGE', 'gone'));
    if (options['do'] === 'reject') void Promise.reject(new Error('nobody awaited me'));
    return { stop: async () => log.info('last words') };
  },
});
