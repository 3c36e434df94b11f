import { isCapitalWord } from '../../text/placeholder.ts';
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
    for (const { generators } of cluster.applicationSets) {
      const all = generators.flatMap(({ patterns }) => patterns.map(({ pattern }) => pattern));
      for (const { patterns } of generators) {
        for (const { at, pattern, matches, isKeptFree } of patterns) {
          if (matches === undefined || matches.length > 0 || isKeptFree) continue;
          if (isForEitherKind(pattern, all)) continue;
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

/** The names of what argocd-autopilot writes for an application: of a kustomization, and of a plain directory. */
const CONFIG = /\/config(?:_dir)?\.json$/;

/**
 * Whether a project of argocd-autopilot asks for applications of both kinds, of which there need not be any.
 *
 * @see https://github.com/argoproj-labs/argocd-autopilot/blob/v0.4.20/pkg/application/application.go
 */
const isForEitherKind = (pattern: string, all: readonly string[]): boolean =>
  CONFIG.test(pattern) &&
  all.some(other => other !== pattern && other.replace(CONFIG, '') === pattern.replace(CONFIG, ''));

function hint(pattern: string): string | undefined {
  if (pattern.startsWith('/') || pattern.startsWith('./'))
    return 'Patterns are relative to the repository root, without a leading `/` or `./`.';
  if (pattern.endsWith('/')) return 'A trailing `/` matches nothing.';
  if (pattern.includes('**')) return '`**` matches one segment here, like `*`.';
  if (/[{}]/.test(pattern)) return 'Braces are not alternatives here: write one item for each.';
  return undefined;
}
