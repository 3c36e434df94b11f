import { dirname } from '../../source/tree.ts';
import { isCapitalWord } from '../../text/placeholder.ts';
import { textAt } from '../../yaml/access.ts';
import type { LocatedMap } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

export const emptyGenerator: Rule = {
  id: 'argocd/empty-generator',
  severity: 'warning',
  // Scaffolds list the places where something may come to lie.
  habit: { of: 'warning', most: 3, becomes: 'info' },
  summary: 'A generator whose pattern matches nothing in the repository.',
  rationale:
    'A pattern that matches nothing is no error: the ApplicationSet makes no Application, and prunes those it had made before.',
  remedy:
    'Correct the pattern; `*` stands for one path segment, and a leading slash matches nothing.',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/',
  check({ cluster, policy, report }) {
    const empty = Object.entries(policy.categories ?? {}).flatMap(([name, category]) =>
      category.empty ? [name] : [],
    );
    for (const { generators, value } of cluster.applicationSets) {
      if (isOfAutopilot(value)) continue;
      const found = new Set(
        generators.flatMap(({ patterns }) =>
          patterns.flatMap(({ pattern, matches }) => (matches?.length ? placeIn(pattern) : [])),
        ),
      );
      for (const { patterns } of generators) {
        for (const { at, pattern, matches, isKeptFree } of patterns) {
          if (matches === undefined || matches.length > 0 || isKeptFree) continue;
          // Of files of one kind or the other there is one: `config.json`, or `config_dir.json`.
          if (placeIn(pattern).some(place => found.has(place))) continue;
          if (pattern.split('/').some(part => empty.includes(part) || isCapitalWord(part)))
            continue;
          report({
            at,
            message: `\`${pattern}\` matches nothing in the repository`,
            help: hint(pattern),
          });
        }
      }
    }
  },
};

/**
 * Whether argocd-autopilot wrote a set: for a project in which there is nothing yet, and with a pattern for each kind of
 * application.
 *
 * @see https://argocd-autopilot.readthedocs.io/en/stable/commands/argocd-autopilot_project_create/
 */
const isOfAutopilot = (set: LocatedMap): boolean =>
  textAt(set, 'spec', 'template', 'metadata', 'labels', 'app.kubernetes.io/managed-by') ===
  'argocd-autopilot';

/** Where a pattern of files looks for one. */
const placeIn = (pattern: string): string[] =>
  /\.(?:json|ya?ml)$/.test(pattern) ? [dirname(pattern)] : [];

function hint(pattern: string): string | undefined {
  if (pattern.startsWith('/') || pattern.startsWith('./'))
    return 'Patterns are relative to the repository root, without a leading `/` or `./`.';
  if (pattern.endsWith('/')) return 'A trailing `/` matches nothing.';
  if (pattern.includes('**')) return '`**` matches one segment here, like `*`.';
  if (/[{}]/.test(pattern)) return 'Braces are not alternatives here: write one item for each.';
  return undefined;
}
