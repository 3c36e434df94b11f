import { SUPPRESSIONS } from '../../version.ts';
import type { Rule } from '../rule.ts';

export const expired: Rule = {
  id: 'suppression/expired',
  severity: 'warning',
  summary: 'A suppression whose day has passed.',
  rationale: 'It was meant to hold until then: from the day after, the finding is reported again.',
  remedy: 'Mend what it hid, or set another day with a reason.',
  reference: SUPPRESSIONS,
  // The engine reports it: suppressions are judged when all rules have run.
  check: () => {},
};
