import type { Rule } from '../rule.ts';

export const ruleCrashed: Rule = {
  id: 'internal/rule-crashed',
  severity: 'error',
  summary: 'A rule that stopped with an error of its own.',
  rationale:
    'All other rules ran, but what this one would have found is not known; the exit status is 2.',
  remedy: 'Report the defect; turn the rule off until it is mended.',
  reference: 'https://github.com/pitower/pitower-lint/issues',
  // The engine reports it when a rule throws.
  check: () => {},
};
