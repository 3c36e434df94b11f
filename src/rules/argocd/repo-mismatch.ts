import { normalizeRepositoryUrl } from '../../glob/repository-url.ts';
import type { ApplicationSet } from '../../model/application.ts';
import { basename, dirname } from '../../source/tree.ts';
import { isCapitalWord } from '../../text/placeholder.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

interface Mention {
  readonly at: LocatedScalar;
  readonly key: string;
}

export const repoMismatch: Rule = {
  id: 'argocd/repo-mismatch',
  severity: 'error',
  summary:
    'A repoURL or revision that differs between generator, source and the other ApplicationSets.',
  rationale:
    "The generator lists the directories of one repository or branch, the source deploys from another: Applications point at paths that aren't there, or at another state than the one under review.",
  remedy:
    "Use one URL and one revision, or list the other repository in the policy's argocd.repositories.",
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/',
  check({ cluster, policy, report }) {
    const allowed = new Set(
      [...(policy.argocd?.repositories ?? []), ...(policy.repository ?? [])].map(
        normalizeRepositoryUrl,
      ),
    );
    const sets = cluster.applicationSets.map(set => ({
      set,
      urls: urlsOf(set),
      revisions: revisionsOf(set),
    }));
    const usualUrl = mostFrequent(sets.flatMap(({ urls }) => urls));
    const usualRevision = mostFrequent(sets.flatMap(({ revisions }) => revisions));
    for (const { set, urls, revisions } of sets) {
      if (isOfOthers(urls, usualUrl?.key ?? '')) continue;
      // Without a list of directories, an ApplicationSet deploys from wherever it says.
      const lists = set.generators.some(({ repoURL }) => repoURL !== undefined);
      for (const { at, key } of lists ? urls : []) {
        if (!usualUrl || key === usualUrl.key || allowed.has(key)) continue;
        report({
          at,
          message: `${at.text} is another repository than ${usualUrl.at.text}, which the other ApplicationSets use`,
          related: [see(usualUrl.at, 'the usual one')],
        });
      }
      for (const { at, key } of revisions) {
        if (!usualRevision || key === usualRevision.key) continue;
        report({
          at,
          message: `the revision ${at.text} differs from ${usualRevision.at.text}, which generators and sources use elsewhere`,
          related: [see(usualRevision.at, 'the usual one')],
        });
      }
    }
  },
};

/**
 * Whether a set is all of one repository of another name and owner: somebody else's, on purpose. A fork, or a
 * neighbour of the same owner, may have been forgotten.
 */
function isOfOthers(urls: readonly Mention[], usual: string): boolean {
  const keys = [...new Set(urls.map(({ key }) => key))];
  return (
    keys.length === 1 &&
    keys.every(key => basename(key) !== basename(usual) && dirname(key) !== dirname(usual))
  );
}

const unique = (mentions: readonly Mention[]): Mention[] => [
  ...new Map(mentions.map(item => [item.at.origin.start, item])).values(),
];

/** Literal URLs only: what a template yields may differ from one Application to the next on purpose. */
const literal = (at: LocatedScalar | undefined): at is LocatedScalar =>
  at !== undefined && !at.origin.made && !at.text.includes('{{') && !isCapitalWord(at.text);

function urlsOf({ generators, applications }: ApplicationSet): Mention[] {
  const all = [
    ...generators.map(({ repoURL }) => repoURL),
    ...applications.flatMap(({ sources }) =>
      sources.flatMap(({ repoURL, path }) => (path ? [repoURL] : [])),
    ),
  ];
  return unique(all.filter(literal).map(at => ({ at, key: normalizeRepositoryUrl(at.text) })));
}

function revisionsOf({ generators, applications }: ApplicationSet): Mention[] {
  const all = [
    ...generators.map(({ revision }) => revision),
    ...applications.flatMap(({ sources }) =>
      sources.flatMap(source => (source.own && source.path ? [source.revision] : [])),
    ),
  ];
  // HEAD is the default branch, whatever it is called.
  return unique(
    all
      .filter(literal)
      .filter(({ text }) => text !== 'HEAD')
      .map(at => ({ at, key: at.text })),
  );
}

function mostFrequent(mentions: readonly Mention[]): Mention | undefined {
  const counts = new Map<string, { count: number; first: Mention }>();
  for (const mention of mentions) {
    const known = counts.get(mention.key);
    counts.set(mention.key, { count: (known?.count ?? 0) + 1, first: known?.first ?? mention });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.first;
}
