import { getString } from '../../model/access.ts';
import type { ApplicationSet } from '../../model/application.ts';
import { startOf } from '../../source/text.ts';
import { basename } from '../../source/tree.ts';
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
    if (categories.length === 0 || cluster.applicationSets.length === 0) return;
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
    for (const category of categories) {
      if (covered.has(category) || cluster.applicationSets.some(({ unknowable }) => unknowable))
        continue;
      const pinned = policy.place('categories', category);
      const at = pinned ?? (first && startOf(first.value.origin.file));
      if (at)
        report({
          at,
          message: `the category ${category} has no ApplicationSet`,
          help: `Add one that scans ${cluster.appRoots[0] ?? 'apps'}/${category}/*.`,
        });
    }
  },
};

interface ScannedCategory {
  readonly name: string;
  readonly at: ReturnType<typeof getString>;
}

/** The one category that an ApplicationSet's patterns scan; undefined for those that scan several. */
function scannedCategory(
  { generators }: ApplicationSet,
  roots: readonly string[],
): ScannedCategory | undefined {
  const patterns = generators.flatMap(generator => generator.patterns);
  const names = patterns.map(({ pattern, at }) => {
    const root = roots.find(candidate => pattern.startsWith(`${candidate}/`));
    return {
      name: root === undefined ? '' : (pattern.slice(root.length + 1).split('/')[0] ?? ''),
      at: at as ReturnType<typeof getString>,
    };
  });
  const [first] = names;
  return first &&
    first.name !== '' &&
    !/[*?[]/.test(first.name) &&
    names.every(({ name }) => name === first.name)
    ? first
    : undefined;
}

const categoriesOf = ({ applications }: ApplicationSet, roots: readonly string[]): string[] =>
  applications.flatMap(({ generatedBy }) => {
    const root = roots.find(candidate => generatedBy?.directory?.startsWith(`${candidate}/`));
    return root === undefined
      ? []
      : [generatedBy?.directory?.slice(root.length + 1).split('/')[0] ?? ''];
  });

function disagreement(set: ApplicationSet, { name, at }: ScannedCategory): Report | undefined {
  const written = getString(set.value, 'metadata', 'name');
  const related = at && [see(at, `it scans ${name}`)];
  if (written && !isFor(written.text, name)) {
    return {
      at: written,
      message: `the ApplicationSet ${written.text} scans the category ${name}`,
      help: `Name it ${name}.`,
      related,
    };
  }
  const file = basename(set.file).replace(/\.[^.]+$/, '');
  if (/^appset-/.test(file) && !isFor(file, name) && written) {
    return {
      at: written,
      message: `${basename(set.file)} holds the ApplicationSet that scans the category ${name}`,
      help: `Rename the file to appset-${name}.yaml.`,
      related,
    };
  }
  return undefined;
}

/** `media`, `appset-media`, `media-apps` are all for media. */
const isFor = (text: string, category: string): boolean =>
  new RegExp(`(^|[-_.])${category.replace(/\W/g, '\\$&')}($|[-_.])`).test(text);
