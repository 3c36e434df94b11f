import type { AppBuild } from '../../model/app-build.ts';
import type { Problem } from '../../source/problem.ts';
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
    for (const problem of cluster.problems)
      if (problem.rule === 'kustomize/invalid') report(problem);
    // The build goes on without them. A base or component that another build has use for is all right.
    for (const build of cluster.builds)
      for (const problem of build.idle ?? [])
        if (cluster.builds.every(other => !reads(other, problem) || isIdle(other, problem)))
          report({ ...problem, severity: isLost(problem) ? 'warning' : 'info' });
  },
};

const reads = ({ kustomizations }: AppBuild, { at }: Problem): boolean =>
  kustomizations.some(({ file }) => file === at.file.path);

const isIdle = ({ idle = [] }: AppBuild, { at }: Problem): boolean =>
  idle.some(problem => problem.at.start === at.start && problem.at.file.path === at.file.path);

/** A patch, or what was misspelt: of an image that no object has nothing is amiss but the entry. */
const isLost = ({ message, help }: Problem): boolean =>
  help !== undefined || !message.startsWith('no object has the image');
