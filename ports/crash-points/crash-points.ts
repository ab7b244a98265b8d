/**
 * Named places at which a test may end the process (see docs/crash-points.md). Production code calls
 * `reach` there; outside a test it does nothing.
 */
export interface CrashPoints {
  reach(name: CrashPoint): void;
}

export type CrashPoint =
  | 'CP1-after-validate'
  | 'CP2-after-reserve'
  | 'CP3-appended-not-acked'
  | 'CP4-acked-before-answer'
  | 'CP5-before-apply'
  | 'CP6-applied-not-emitted'
  | 'CP7-mid-emit-batch'
  | 'CP8-snapshot-mid-write'
  | 'CP9-before-snapshot-fsync'
  | 'CP10-after-rename-before-directory-sync'
  | 'CP11-written-before-verify'
  | 'CP12-verified-before-pointer'
  | 'CP13-before-settle'
  | 'CP14-inside-settle'
  | 'CP15-settled-before-next'
  | 'CP16-log-mid-append'
  | 'CP17-appended-before-fsync'
  | 'CP18-segment-archived'
  | 'CP19-log-mid-trim'
  | 'CP20-after-claim'
  | 'CP21-mid-tail-drain'
  | 'CP22-before-first-emit'
  | 'CP23-during-rebuild'
  | 'CP24-during-recovery';

export const noCrashPoints: CrashPoints = { reach: () => {} };
