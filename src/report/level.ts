import type { Finding } from '../engine/finding.ts';

/** How loud a finding is, whether it is certain, and which of several clusters it is about. */
export const levelOf = (finding: Finding): string => `${finding.severity}${asideOf(finding)}`;

/** ` (likely, prod)`: that it is not certain, and which of several clusters it is about; or nothing. */
export function asideOf({ confidence, clusters }: Finding): string {
  const more = [...(confidence === 'likely' ? [confidence] : []), ...clusters];
  return more.length > 0 ? ` (${more.join(', ')})` : '';
}
