import { isPinned } from '../../model/remote.ts';
import type { Rule } from '../rule.ts';

export const remoteResource: Rule = {
  id: 'kustomize/remote-resource',
  severity: 'warning',
  summary:
    'A resource that is fetched from the network at build time, or that is not pinned to a revision.',
  rationale:
    'Each build depends on another server being up. Without a revision, what is deployed changes without a commit here, and nobody can say what it was yesterday.',
  remedy:
    'Keep a copy in the repository, or install the chart; at the least name a tag or commit (?ref=v1.2.3).',
  reference:
    'https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/examples/remoteBuild.md',
  check({ cluster, report }) {
    for (const reference of cluster.builds.flatMap(build => build.references)) {
      const { role, from, target, isFetched } = reference;
      if (isFetched)
        report({
          at: from,
          severity: 'info',
          message: `\`${from.text}\` is in this repository, and is fetched from the network whenever this is built`,
          help: 'Write the relative path, so that a change of both is one.',
        });
      if (target !== 'remote' || role === 'chart') continue;
      report(
        isPinned(from.text)
          ? {
              at: from,
              severity: 'info',
              message: `\`${from.text}\` is fetched from the network whenever this is built`,
              help: 'Keep a copy of it in the repository.',
            }
          : {
              at: from,
              message: `\`${from.text}\` is fetched from the network and not pinned to a revision`,
              help: 'Name a tag or commit, or keep a copy of it in the repository.',
            },
      );
    }
  },
};
