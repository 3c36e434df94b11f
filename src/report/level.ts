import type { Finding } from '../engine/finding.ts';

/** How loud a finding is, whether it is certain, and which of several clusters it is about. */
export function levelOf({ severity, confidence, clusters }: Finding): string {
  const more = [...(confidence === 'likely' ? [confidence] : []), ...clusters];
  return more.length > 0 ? `${severity} (${more.join(', ')})` : severity;
}
