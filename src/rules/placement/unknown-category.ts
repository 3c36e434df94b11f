import { codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { getEntry } from '../../yaml/access.ts';
import { type Rule, see } from '../rule.ts';

export const unknownCategory: Rule = {
  id: 'placement/unknown-category',
  severity: 'error',
  summary: "A category directory that is not one of the policy's categories.",
  rationale:
    'Categories decide namespaces, projects and sync policies. A mistyped one is a new namespace that nobody planned.',
  remedy: 'Move the applications to a category that exists, or add the category to the policy.',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/',
  policy: true,
  check({ cluster, policy, report }) {
    const known = Object.keys(policy.categories ?? {});
    if (known.length === 0) return;
    for (const category of cluster.categories) {
      if (known.includes(category)) continue;
      const directories = cluster.appDirectories.filter(
        directory => directory.category === category,
      );
      const [set] = directories.flatMap(({ applications }) =>
        applications.flatMap(({ applicationSet }) => applicationSet ?? []),
      );
      const meant = nearest(category, known);
      const pinned = policy.place('categories');
      for (const { path, at } of directories.slice(0, 1)) {
        report({
          at: (set && getEntry(set.value, 'metadata', 'name')?.value) ?? at,
          message: `\`${category}\` is not a category of ${policy.source('categories')}`,
          help: meant
            ? `Did you mean \`${meant}\`?`
            : `Use one of the categories: ${codes(known)}.`,
          related: [
            see(at, `\`${path}\` lies in it`),
            ...(pinned ? [see(pinned, 'the categories are pinned here')] : []),
          ],
        });
      }
    }
  },
};
