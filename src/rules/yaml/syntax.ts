import type { Cluster } from '../../model/cluster/cluster.ts';
import { misreadVariables } from '../../model/cluster/workloads/misread-variables.ts';
import { basename } from '../../source/tree.ts';
import type { Rule } from '../rule.ts';

export const syntax: Rule = {
  id: 'yaml/syntax',
  severity: 'error',
  summary:
    "What the YAML parser refuses, duplicate keys, and what Kubernetes' YAML reads as another value than the one that stands there.",
  rationale:
    "kustomize and Argo CD stop at a file they can't parse; of two equal keys the last one wins or the file is refused, depending on who reads it. A port 0443 is 291, and a variable `on` reaches the container as `true`: nothing says so.",
  remedy:
    "Correct the file at the place that is named; of what can't be parsed only the first problem of a file is reported.",
  reference: 'https://github.com/yaml/go-yaml#compatibility',
  fixable: 'unsafe',
  check({ cluster, report }) {
    const unread = unreadFiles(cluster);
    for (const problem of cluster.problems)
      if (problem.rule === 'yaml/syntax')
        report(
          unread.has(problem.at.file.path) ? { ...problem, severity: 'info' as const } : problem,
        );
    for (const { at, message, help, misread } of cluster.schemaFlaws)
      if (misread) report({ at, message, help });
    for (const { at, name, written, actual } of cluster.workloads.flatMap(misreadVariables)) {
      report({
        at,
        message: `the container gets \`${name}=${actual}\`: \`${written}\` is not a text to Helm's YAML parser`,
        help: 'Quote it.',
        fix: {
          title: 'Quote it',
          applicability: 'unsafe',
          edits: [{ at: at.origin, text: `"${written}"` }],
        },
      });
    }
  },
};

/** Files of other programs: what could be parsed and is nothing that is deployed, and that no application reads. */
function unreadFiles({ lintedFiles, builds, problems }: Cluster): Set<string> {
  const files = new Set(
    problems.filter(({ rule }) => rule === 'yaml/syntax').map(({ at }) => at.file.path),
  );
  if (files.size === 0) return files;
  const read = new Set(
    builds.flatMap(({ references }) => references.flatMap(({ path }) => path ?? [])),
  );
  return new Set(
    lintedFiles
      .filter(
        ({ file: { path }, types }) => files.has(path) && types.size === 1 && types.has('other'),
      )
      .map(({ file }) => file.path)
      .filter(path => !read.has(path) && !/values/i.test(basename(path))),
  );
}
