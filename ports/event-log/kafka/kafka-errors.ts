/** What the client and the broker say, in the words of the port. */
import { EventLogError, type EventLogErrorCode } from '../event-log.ts';

/** Where trying again, as it is, cannot help. */
const CODES: Readonly<Record<string, EventLogErrorCode>> = {
  SASL_AUTHENTICATION_FAILED: 'LOG_ACCESS_DENIED',
  ILLEGAL_SASL_STATE: 'LOG_ACCESS_DENIED',
  UNSUPPORTED_SASL_MECHANISM: 'LOG_ACCESS_DENIED',
  TOPIC_AUTHORIZATION_FAILED: 'LOG_ACCESS_DENIED',
  CLUSTER_AUTHORIZATION_FAILED: 'LOG_ACCESS_DENIED',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'LOG_ACCESS_DENIED',
  UNKNOWN_TOPIC_OR_PARTITION: 'LOG_TOPIC_UNKNOWN',
  INVALID_TOPIC_EXCEPTION: 'LOG_TOPIC_UNKNOWN',
  MESSAGE_TOO_LARGE: 'LOG_TOO_LARGE',
  RECORD_LIST_TOO_LARGE: 'LOG_TOO_LARGE',
  UNSUPPORTED_VERSION: 'LOG_BROKER_UNSUPPORTED',
  UNSUPPORTED_FOR_MESSAGE_FORMAT: 'LOG_BROKER_UNSUPPORTED',
  INVALID_REPLICATION_FACTOR: 'LOG_UNSAFE',
  POLICY_VIOLATION: 'LOG_UNSAFE',
  INVALID_CONFIG: 'LOG_UNSAFE',
};

/** What an operator should look at, for the protocol errors that a sick cluster gives. */
const MEANINGS: Readonly<Record<string, string>> = {
  NOT_ENOUGH_REPLICAS: 'fewer replicas are in sync than min.insync.replicas asks for',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'fewer replicas are in sync than min.insync.replicas asks for',
  REQUEST_TIMED_OUT: 'the replicas did not answer their leader in time',
  KAFKA_STORAGE_ERROR: 'the broker cannot use its disk (full, or broken)',
  LEADER_NOT_AVAILABLE: 'the partition has no leader',
  NOT_LEADER_FOR_PARTITION: 'the leader has changed',
};

const CERTIFICATE = /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/;

/** The client gathers the errors of several topics or partitions; there is one of each here. */
export function onlyErrorOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if ('errors' in error && Array.isArray(error.errors)) return error.errors[0];
  if ('partitions' in error && Array.isArray(error.partitions)) return error.partitions[0]?.error;
  return error;
}

/** The name that Kafka's protocol gives to an error; null: it is not the broker's answer. */
export function protocolErrorOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('type' in error)) return null;
  return typeof error.type === 'string' ? error.type : null;
}

function codeOf(error: Error): EventLogErrorCode {
  const type = protocolErrorOf(error);
  if (type !== null) return CODES[type] ?? 'LOG_UNAVAILABLE';
  if (error.name === 'KafkaJSSASLAuthenticationError') return 'LOG_ACCESS_DENIED';
  if (error.name === 'KafkaJSServerDoesNotSupportApiKey') return 'LOG_BROKER_UNSUPPORTED';
  if (error.message.includes('API Versions not supported')) return 'LOG_BROKER_UNSUPPORTED';
  const isTrust = 'code' in error && CERTIFICATE.test(String(error.code));
  return isTrust ? 'LOG_ACCESS_DENIED' : 'LOG_UNAVAILABLE';
}

export function eventLogError(error: unknown, where: string): EventLogError {
  if (error instanceof EventLogError) return error;
  if (!(error instanceof Error)) return new EventLogError('LOG_UNAVAILABLE', String(error));
  const type = protocolErrorOf(error);
  const said = type === null ? error.message : `${type}: ${MEANINGS[type] ?? error.message}`;
  return new EventLogError(codeOf(error), `${where}: ${said}`, { cause: error });
}

/** Whether the same request may succeed later without anybody's changing the configuration. */
export const mayPass = (error: unknown): boolean =>
  eventLogError(error, '').code === 'LOG_UNAVAILABLE';

/** A topic that was created a moment ago is not known to every broker yet. */
export const mayPassSoon = (error: unknown): boolean =>
  mayPass(error) || eventLogError(error, '').code === 'LOG_TOPIC_UNKNOWN';
