import { problemRule } from '../rule.ts';

export const syntax = problemRule({
  id: 'yaml/syntax',
  severity: 'error',
  summary: 'What the YAML parser refuses, and duplicate keys.',
  rationale:
    'kustomize and Argo CD stop at a file they can’t parse; of two equal keys the last one wins or the file is refused, depending on who reads it.',
  remedy:
    'Correct the file at the place that is named; only the first problem of a file is reported.',
  reference: 'https://yaml.org/spec/1.2.2/',
});
