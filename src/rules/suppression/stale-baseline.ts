import { SUPPRESSIONS } from '../../version.ts';
import type { Rule } from '../rule.ts';

export const staleBaseline: Rule = {
  id: 'suppression/stale-baseline',
  severity: 'warning',
  summary: 'A baseline entry whose finding is gone.',
  rationale:
    'A baseline only ever has to shrink: an entry that is left behind hides the same mistake when it comes back.',
  remedy: 'Remove the line, or write the baseline again.',
  reference: SUPPRESSIONS,
  // The engine reports it: a baseline is judged when all rules have run.
  check: () => {},
};
