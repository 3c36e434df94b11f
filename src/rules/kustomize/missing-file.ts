import { problemRule } from '../rule.ts';

export const missingFile = problemRule({
  id: 'kustomize/missing-file',
  severity: 'error',
  summary: 'A resource, component, patch, values file or generator input that does not exist.',
  rationale:
    "kustomize stops at the first file that it can't find: nothing of the application is deployed.",
  remedy: 'Correct the path, which is relative to the kustomization, or add the file.',
  reference: 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/',
});
