import { normalizeRepositoryUrl } from '../../glob/repository-url.ts';
import type { ApplicationSet } from '../../model/application.ts';
import { basename } from '../../source/tree.ts';
import { slipOf } from '../../text/nearest.ts';
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
  // Sets that deploy branches into which a pipeline writes what it rendered.
  habit: { of: 'error', most: 1, becomes: 'info' },
  summary:
    'A `repoURL` or revision that differs between generator, source and the other ApplicationSets.',
  rationale:
    "The generator lists the directories of one repository or branch, the source deploys from another: Applications point at paths that aren't there, or at another state than the one under review.",
  remedy:
    "Use one URL and one revision, or list the other repository in the policy's `argocd.repositories`.",
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
      // Without a list of directories, an ApplicationSet deploys from wherever it says.
      const lists = set.generators.some(({ repoURL }) => repoURL !== undefined);
      for (const { at, key } of lists ? urls : []) {
        if (!usualUrl || key === usualUrl.key || allowed.has(key)) continue;
        if (!isMixed(set) && !isAlike(key, usualUrl.key)) continue;
        report({
          at,
          message: `\`${at.text}\` is another repository than \`${usualUrl.at.text}\`, which the other ApplicationSets use`,
          related: [see(usualUrl.at, 'the usual one')],
        });
      }
      // Another repository has branches of its own, and a whole set may be of another stage.
      const isElsewhere =
        urls.length > 0 && urls.every(({ key }) => !isAlike(key, usualUrl?.key ?? ''));
      for (const { at, key } of isElsewhere || !isSplit(set) ? [] : revisions) {
        if (!usualRevision || key === usualRevision.key) continue;
        report({
          at,
          message: `the revision \`${at.text}\` differs from \`${usualRevision.at.text}\`, which generators and sources use elsewhere`,
          related: [see(usualRevision.at, 'the usual one')],
        });
      }
    }
  },
};

/** Whether a set lists the directories of one repository and deploys from another; files hold parameters. */
const isMixed = (set: ApplicationSet): boolean =>
  set.generators.some(({ type }) => type === 'git-directories') &&
  differ(generatorUrls(set), sourceUrls(set));

/** Whether a set lists the directories of one branch and deploys from another. */
const isSplit = (set: ApplicationSet): boolean =>
  differ(generatorBranches(set), sourceBranches(set));

function differ(one: readonly Mention[], other: readonly Mention[]): boolean {
  const listed = new Set(one.map(({ key }) => key));
  const deployed = new Set(other.map(({ key }) => key));
  if (listed.size === 0 || deployed.size === 0) return false;
  return listed.size !== deployed.size || [...listed].some(key => !deployed.has(key));
}

/** A fork, a mirror or a slip; a repository of another name is another one on purpose. */
const isAlike = (key: string, usual: string): boolean =>
  basename(key) === basename(usual) || slipOf(key, [usual]) !== undefined;

const unique = (mentions: readonly Mention[]): Mention[] => [
  ...new Map(mentions.map(item => [item.at.origin.start, item])).values(),
];

/** Literal URLs only: what a template yields may differ from one Application to the next on purpose. */
const literal = (at: LocatedScalar | undefined): at is LocatedScalar =>
  at !== undefined && !at.origin.made && !at.text.includes('{{') && !isCapitalWord(at.text);

const mentioned = (urls: readonly (LocatedScalar | undefined)[]): Mention[] =>
  unique(urls.filter(literal).map(at => ({ at, key: normalizeRepositoryUrl(at.text) })));

const generatorUrls = ({ generators }: ApplicationSet): Mention[] =>
  mentioned(generators.map(({ repoURL }) => repoURL));

const sourceUrls = ({ applications }: ApplicationSet): Mention[] =>
  mentioned(
    applications.flatMap(({ sources }) =>
      sources.flatMap(({ repoURL, path }) => (path ? [repoURL] : [])),
    ),
  );

const urlsOf = (set: ApplicationSet): Mention[] =>
  unique([...generatorUrls(set), ...sourceUrls(set)]);

// HEAD is the default branch, whatever it is called.
const branches = (revisions: readonly (LocatedScalar | undefined)[]): Mention[] =>
  unique(
    revisions
      .filter(literal)
      .filter(({ text }) => text !== 'HEAD')
      .map(at => ({ at, key: at.text })),
  );

const generatorBranches = ({ generators }: ApplicationSet): Mention[] =>
  branches(generators.map(({ revision }) => revision));

const sourceBranches = ({ applications }: ApplicationSet): Mention[] =>
  branches(
    applications.flatMap(({ sources }) =>
      sources.flatMap(source => (source.own && source.path ? [source.revision] : [])),
    ),
  );

const revisionsOf = (set: ApplicationSet): Mention[] =>
  unique([...generatorBranches(set), ...sourceBranches(set)]);

function mostFrequent(mentions: readonly Mention[]): Mention | undefined {
  const counts = new Map<string, { count: number; first: Mention }>();
  for (const mention of mentions) {
    const known = counts.get(mention.key);
    counts.set(mention.key, { count: (known?.count ?? 0) + 1, first: known?.first ?? mention });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.first;
}
