import { problemRule } from '../rule.ts';

export const sourcePath = problemRule({
  id: 'argocd/source-path',
  severity: 'error',
  summary: 'An Application source path, $values file or exclude pattern that is not in the tree.',
  rationale:
    "Argo CD can't render the Application: `app path does not exist`. An exclude that matches nothing excludes nothing.",
  remedy: 'Correct the path; it is relative to the repository root.',
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/',
});
