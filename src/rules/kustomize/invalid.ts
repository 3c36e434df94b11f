import { problemRule } from '../rule.ts';

export const invalid = problemRule({
  id: 'kustomize/invalid',
  severity: 'error',
  summary:
    'A kustomization that kustomize refuses: unknown or mistyped fields, cycles, repeated objects, patches without a target.',
  rationale: 'kustomize stops at the first of these: nothing of the application is deployed.',
  remedy: 'Correct the field that is named.',
  reference: 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/',
});
