import { SUPPRESSIONS } from '../../version.ts';
import type { Rule } from '../rule.ts';

export const unknownRule: Rule = {
  id: 'suppression/unknown-rule',
  severity: 'warning',
  summary: 'A suppression of a rule that does not exist.',
  rationale:
    'A misspelt rule id hides nothing, and nobody notices until the finding comes up elsewhere.',
  remedy: 'Write the id as the report shows it.',
  reference: SUPPRESSIONS,
  // The engine reports it: suppressions are judged when all rules have run.
  check: () => {},
};
