import type { ApplicationSet } from '../../model/application.ts';
import { categoryOf } from '../../model/category.ts';
import { startOf } from '../../source/text.ts';
import { basename } from '../../source/tree.ts';
import { code } from '../../text/code.ts';
import { getString } from '../../yaml/access.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const appsetPerCategory: Rule = {
  id: 'argocd/appset-per-category',
  severity: 'error',
  summary:
    'A category without its ApplicationSet, or an ApplicationSet whose name, file name and scanned category disagree.',
  rationale:
    'One ApplicationSet per category is how the repository is read: a directory in a category without one is never deployed, and a name that says another category misleads whoever looks for it.',
  remedy: 'Add the ApplicationSet, or give name, file and pattern the same category.',
  reference:
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/',
  policy: true,
  check({ cluster, policy, report }) {
    const categories = Object.keys(policy.categories ?? {});
    const scanned = cluster.applicationSets.map(set => ({
      set,
      category: scannedCategory(set, cluster.appRoots),
    }));
    for (const { set, category } of scanned) {
      const finding =
        category && categories.includes(category.name) ? disagreement(set, category) : undefined;
      if (finding) report(finding);
    }
    const covered = new Set(
      scanned.flatMap(({ set, category }) => [
        ...(category ? [category.name] : []),
        ...categoriesOf(set, cluster.appRoots),
      ]),
    );
    const [first] = cluster.applicationSets;
    if (!first || cluster.applicationSets.some(({ unknowable }) => unknowable)) return;
    for (const category of categories) {
      if (covered.has(category)) continue;
      report({
        at: policy.place('categories', category) ?? startOf(first.value.origin.file),
        message: `the category \`${category}\` has no ApplicationSet`,
        help: `Add one that scans ${code(`${cluster.appRoots[0] ?? 'apps'}/${category}/*`)}.`,
      });
    }
  },
};

interface ScannedCategory {
  readonly name: string;
  readonly at: LocatedScalar;
}

/** The one category that an ApplicationSet's patterns scan; undefined for those that scan several. */
function scannedCategory(
  { generators }: ApplicationSet,
  roots: readonly string[],
): ScannedCategory | undefined {
  const [first, ...others] = generators.flatMap(generator => generator.patterns);
  if (!first) return undefined;
  const name = categoryOf(first.pattern, roots);
  if (name === undefined) return undefined;
  return others.every(({ pattern }) => categoryOf(pattern, roots) === name)
    ? { name, at: first.at }
    : undefined;
}

const categoriesOf = ({ applications }: ApplicationSet, roots: readonly string[]): string[] =>
  applications.flatMap(({ generatedBy }) => categoryOf(generatedBy?.directory ?? '', roots) ?? []);

function disagreement(set: ApplicationSet, { name, at }: ScannedCategory): Report | undefined {
  const written = getString(set.value, 'metadata', 'name');
  if (!written) return undefined;
  const related = [see(at, `it scans \`${name}\``)];
  if (!isFor(written.text, name)) {
    return {
      at: written,
      message: `the ApplicationSet \`${written.text}\` scans the category \`${name}\``,
      help: `Name it \`${name}\`.`,
      related,
    };
  }
  const file = basename(set.file);
  if (!file.startsWith('appset-') || isFor(file, name)) return undefined;
  return {
    at: written,
    message: `\`${file}\` holds the ApplicationSet that scans the category \`${name}\``,
    help: `Rename the file to \`appset-${name}.yaml\`.`,
    related,
  };
}

/** `media`, `appset-media`, `media-apps` are all for media. */
const isFor = (text: string, category: string): boolean => dashed(text).includes(dashed(category));

const dashed = (name: string): string => `-${name.replace(/[_.]/g, '-')}-`;
