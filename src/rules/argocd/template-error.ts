import { problemRule } from '../rule.ts';

export const templateError = problemRule({
  id: 'argocd/template-error',
  severity: 'error',
  summary:
    'A template expression that fails or yields an empty or illegal value for a matched directory.',
  rationale:
    'One failing expression stops the whole ApplicationSet: it creates, updates and deletes nothing until it is mended. One that picks the wrong path segment deploys to the wrong place.',
  remedy: 'Correct the expression; `argocd appset generate` shows what it makes.',
  reference: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/GoTemplate/',
});
