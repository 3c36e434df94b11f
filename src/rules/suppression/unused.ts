import { SUPPRESSIONS } from '../../version.ts';
import type { Rule } from '../rule.ts';

export const unused: Rule = {
  id: 'suppression/unused',
  severity: 'warning',
  summary: 'A suppression that hides nothing.',
  rationale:
    'What it was written for is gone; left in place it hides the next mistake on that line.',
  remedy: 'Remove it.',
  reference: SUPPRESSIONS,
  // The engine reports it: suppressions are judged when all rules have run.
  check: () => {},
};
