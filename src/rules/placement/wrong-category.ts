import type { AppDirectory } from '../../model/application.ts';
import type { Place } from '../../source/text.ts';
import { basename } from '../../source/tree.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { namesIn, namesOption } from '../options.ts';
import { type Rule, see } from '../rule.ts';

/** Charts that carry any application: their name says nothing. */
const GENERIC_CHARTS = ['app-template', 'common', 'raw'];

export const wrongCategory: Rule = {
  id: 'placement/wrong-category',
  severity: 'warning',
  summary: 'An application that the policy places in another category.',
  rationale:
    'The category is the namespace, the project and the sync policy: in another one the application gets those of others, and nobody finds it where it is documented.',
  remedy: 'Move its directory to the category of the policy.',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/',
  policy: true,
  options: {
    genericCharts: namesOption(GENERIC_CHARTS, 'Charts that carry any application'),
  },
  check({ cluster, policy, options, report }) {
    const generic = new Set(namesIn(options, 'genericCharts', GENERIC_CHARTS));
    const placed = new Map(
      Object.entries(policy.categories ?? {}).flatMap(([category, { applications = [] }]) =>
        applications.map(name => [name, category] as const),
      ),
    );
    for (const directory of cluster.appDirectories) {
      const known = namesOf(directory, generic).flatMap(({ name, at }) => {
        const category = placed.get(name);
        return category === undefined ? [] : [{ name, at, category }];
      });
      // A name that fits its own category settles it, whatever else the directory holds.
      if (known.some(({ category }) => category === directory.category)) continue;
      for (const { name, at, category } of known.slice(0, 1)) {
        const pinned = policy.place('categories', category, 'applications');
        report({
          at,
          message: `\`${name}\` belongs to \`${category}\`, not \`${directory.category}\``,
          help: `Move \`${directory.path}\` to \`${category}\`.`,
          related: pinned && [see(pinned, 'pinned here')],
          application: directory.applications[0],
        });
      }
    }
  },
};

/** What tells which application a directory holds: its name, its releases and their charts. */
function namesOf(
  { path, at, applications }: AppDirectory,
  generic: ReadonlySet<string>,
): { name: string; at: Place | LocatedValue }[] {
  const releases = applications.flatMap(({ builds }) =>
    builds.flatMap(build => build.releases.map(({ release }) => release)),
  );
  return [
    { name: basename(path), at },
    ...releases.flatMap(({ chart, name, declaration }) => [
      ...(name ? [{ name, at: declaration.entries.get('releaseName')?.value ?? chart }] : []),
      ...(generic.has(chart.text) ? [] : [{ name: chart.text, at: chart }]),
    ]),
  ];
}
