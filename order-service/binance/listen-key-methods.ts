/** Listen keys over REST: issue, renew, revoke; of keys that may read. */
import { Scope } from '../../proto/messages.ts';
import { hasScope } from '../security/request-auth.ts';
import { errors } from './dialect-error.ts';
import { callerOf, type DialectMethod } from './method.ts';
import type { ListenKeys } from './user/listen-keys.ts';

/** Whoever hears an account's events reads them. */
const ofReader =
  (handle: DialectMethod['handle']): DialectMethod['handle'] =>
  (context, call) =>
    hasScope(callerOf(call), Scope.read) ? handle(context, call) : errors.keyRejected;

export const listenKeyMethods = (listenKeys: ListenKeys): readonly DialectMethod[] => [
  {
    rest: 'POST /api/v3/userDataStream',
    socket: ['userDataStream.start'],
    security: 'key',
    weight: 2,
    handle: ofReader((_context, call) => ({ listenKey: listenKeys.issue(callerOf(call)) })),
  },
  {
    rest: 'PUT /api/v3/userDataStream',
    socket: ['userDataStream.ping'],
    security: 'key',
    weight: 2,
    handle: ofReader((_context, call) => {
      const isRenewed = listenKeys.renew(call.params.mandatory('listenKey'), callerOf(call));
      return isRenewed ? {} : errors.listenKey;
    }),
  },
  {
    rest: 'DELETE /api/v3/userDataStream',
    socket: ['userDataStream.stop'],
    security: 'key',
    weight: 2,
    handle: ofReader((_context, call) => {
      const isRevoked = listenKeys.revoke(call.params.mandatory('listenKey'), callerOf(call));
      return isRevoked ? {} : errors.listenKey;
    }),
  },
];
