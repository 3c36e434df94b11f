import { SUPPRESSIONS } from '../../version.ts';
import type { Rule } from '../rule.ts';

export const invalid: Rule = {
  id: 'suppression/invalid',
  severity: 'warning',
  summary: "A comment that looks like a suppression and can't be understood.",
  rationale:
    "It hides nothing: a directive that doesn't exist, no rule, a day that is none, or a whole-file suppression that stands below the file's first comments.",
  remedy:
    'Write `# pitower-lint-disable-next-line RULE -- reason`, the same with `-disable-line`, or `-disable` among the first comments of the file.',
  reference: SUPPRESSIONS,
  // The engine reports it: suppressions are judged when all rules have run.
  check: () => {},
};
