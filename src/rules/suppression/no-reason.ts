import { SUPPRESSIONS } from '../../version.ts';
import type { Rule } from '../rule.ts';

export const noReason: Rule = {
  id: 'suppression/no-reason',
  severity: 'warning',
  summary: "A suppression that doesn't say why.",
  rationale:
    "A finding that is hidden without a reason can't be judged by anybody later: whether it was wrong, accepted or only in the way.",
  remedy: 'Say behind ` -- ` why the finding is right to ignore.',
  reference: SUPPRESSIONS,
  // The engine reports it: suppressions are judged when all rules have run.
  check: () => {},
};
