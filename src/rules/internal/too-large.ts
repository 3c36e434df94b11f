import { problemRule } from '../rule.ts';

export const tooLarge = problemRule({
  id: 'internal/too-large',
  severity: 'error',
  summary:
    'A file that was not read because it is too large, holds too much, nests too deeply or expands too far.',
  rationale:
    'What is not read is not checked. Files of such a size are made by machines, or made to stop them.',
  remedy: 'Exclude generated files with `files.exclude` in the policy, or split them.',
  reference: 'https://yaml.org/spec/1.2.2/#3222-anchors-and-aliases',
});
