import type { Problem } from '../../source/problem.ts';
import type { Place } from '../../source/text.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { countIn, countOption } from '../options.ts';
import type { Rule } from '../rule.ts';

/** So many kustomizations that say one thing were copied from a pattern, which suits some of them. */
const COPIES = 4;

export const invalid: Rule = {
  id: 'kustomize/invalid',
  severity: 'error',
  summary:
    'A kustomization that kustomize refuses, or part of one that does nothing: unknown or mistyped fields, cycles, repeated objects, empty files, patches and images without a target.',
  rationale:
    'kustomize stops at the first thing it refuses: nothing of the application is deployed. A patch whose target selects nothing, or an image that no object has, is dropped without a word, and what it was to change is deployed unchanged.',
  remedy: 'Correct the field, as kustomize documents it.',
  reference: 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/',
  options: {
    copies: countOption(COPIES, 'What so many kustomizations say alike is advice'),
  },
  check({ cluster, options, report }) {
    const copies = countIn(options, 'copies', COPIES);
    for (const problem of cluster.problems)
      if (problem.rule === 'kustomize/invalid') report(problem);
    // The build goes on without them. A base or component that another build has use for is all right.
    const builds = countOf(
      cluster.builds.flatMap(({ kustomizations }) => [
        ...new Set(kustomizations.map(({ file }) => file)),
      ]),
    );
    const idle = cluster.builds.flatMap(build => oncePerPlace(build.idle ?? [], ({ at }) => at));
    const counts = countOf(idle.map(({ at }) => placeKey(at)));
    const places = oncePerPlace(idle, ({ at }) => at);
    const said = countOf(places.map(({ message }) => message));
    for (const problem of places) {
      // What an Application lays over a kustomization stands in no file of the build.
      if ((counts.get(placeKey(problem.at)) ?? 0) < (builds.get(problem.at.file.path) ?? 0))
        continue;
      const isCopied = (said.get(problem.message) ?? 0) >= copies;
      report({ ...problem, severity: isLost(problem) && !isCopied ? 'warning' : 'info' });
    }
  },
};

function countOf(items: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

const placeKey = ({ file, start }: Place): string => `${start} ${file.path}`;

/** A patch, or what was misspelt: of an image that no object has nothing is amiss but the entry. */
const isLost = ({ message, help }: Problem): boolean =>
  help !== undefined || !message.startsWith('no object has the image');
