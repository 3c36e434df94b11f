import type { Rule } from '../rule.ts';

export const invalid: Rule = {
  id: 'kustomize/invalid',
  severity: 'error',
  summary:
    'A kustomization that kustomize refuses, or part of one that does nothing: unknown or mistyped fields, cycles, repeated objects, empty files, patches and images without a target.',
  rationale:
    'kustomize stops at the first thing it refuses: nothing of the application is deployed. A patch whose target selects nothing, or an image that no object has, is dropped without a word, and what it was to change is deployed unchanged.',
  remedy: 'Correct the field that is named.',
  reference: 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/',
  check({ cluster, report }) {
    const idle = cluster.builds.flatMap(build => build.idle ?? []);
    for (const problem of cluster.problems)
      if (problem.rule === 'kustomize/invalid') report(problem);
    // The build goes on without them.
    for (const problem of idle)
      if (problem.rule === 'kustomize/invalid') report({ ...problem, severity: 'warning' });
  },
};
