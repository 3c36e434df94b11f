import type { Rule } from '../rule.ts';

export const weakened: Rule = {
  id: 'policy/weakened',
  severity: 'warning',
  summary:
    'A change that weakens the policy, compared with the revision it is based on: a rule off or less severe, a range or list widened, a pin gone, an override, a baseline entry or a suppression added.',
  rationale:
    'The policy of a pull request is the one that judges it. What it allows itself should be seen by whoever approves it, and not only the green check.',
  remedy:
    'Say in the review why the policy is to change. `policy/weakened: error` makes such a change fail until it is on the branch that others are compared with.',
  reference: 'https://github.com/pitower/pitower-lint/blob/main/docs/pull-requests.md',
  // Said by `--changed-since`, which knows both revisions.
  check: () => {},
};
