import type { AppBuild } from '../../model/app-build.ts';
import type { Application } from '../../model/application.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { parkedIn } from '../../model/cluster/delivery/parked.ts';
import { isArgoCd } from '../../model/resource.ts';
import { pathSet } from '../../source/path-set.ts';
import { type SourceText, startOf } from '../../source/text.ts';
import { basename, dirname, isWithin, joinPath } from '../../source/tree.ts';
import { entriesAt, get, itemsAt, textAt } from '../../yaml/access.ts';
import { KUSTOMIZATION_NAMES } from '../../yaml/classify.ts';
import { listedPaths } from '../../yaml/kustomization-paths.ts';
import { headOf } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

export const unreferencedFile: Rule = {
  id: 'placement/unreferenced-file',
  severity: 'warning',
  habit: { of: 'warning', most: 10, becomes: 'info' },
  summary:
    'A manifest, values file, patch or component in an application directory that nothing references.',
  rationale:
    'It looks as if it were deployed and is not: kustomize reads only what its kustomization lists.',
  remedy: 'List it in the kustomization, or remove it.',
  reference: 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/',
  check({ cluster, report }) {
    const used = usedFiles(cluster);
    const listed = new Set([...used].map(dirname));
    const kustomizations = new Set(
      cluster.lintedFiles
        .map(({ file: { path } }) => path)
        .filter(path => KUSTOMIZATION_NAMES.has(basename(path)))
        .map(dirname),
    );
    // Where a kustomization lists others of a directory, a script that takes all of it tries them out.
    const isTaken = (path: string): boolean => {
      const how = cluster.taken(path);
      return how === 'file' || (how === 'directory' && !listed.has(dirname(path)));
    };
    // Of a directory that is listed without a kustomization of its own, that is what is missing.
    const isListed = (path: string): boolean =>
      used.has(path) || (used.has(dirname(path)) && !kustomizations.has(dirname(path)));
    const unused = candidates(cluster).filter(
      ({ path }) => !isListed(path) && (parkedIn(cluster, path) !== undefined || !isTaken(path)),
    );
    const directories = pathSet(
      unused
        .filter(({ path }) => KUSTOMIZATION_NAMES.has(basename(path)))
        .map(({ path }) => dirname(path)),
    );
    for (const file of unused) {
      const directory = dirname(file.path);
      const isKustomization = KUSTOMIZATION_NAMES.has(basename(file.path));
      // A directory that nothing lists is one finding, not one for each of its files.
      const isInside = isKustomization
        ? directories.holdsBelow(directory)
        : directories.holds(directory);
      if (isInside) continue;
      const parked = parkedIn(cluster, file.path);
      if (parked) {
        report({
          at: headOf(cluster.documents(file.path)[0]?.value) ?? startOf(file),
          severity: 'info',
          message: parked.isSaid
            ? `a comment of \`${parked.file}\` tells of \`${parked.what}\`, and nothing references it`
            : `\`${parked.what}\` is commented out in \`${parked.file}\``,
          help: 'Remove it, or list it again.',
        });
        continue;
      }
      report({
        at: headOf(cluster.documents(file.path)[0]?.value) ?? startOf(file),
        // Who puts an underscore before a name keeps the file without deploying it.
        severity: basename(file.path).startsWith('_') ? 'info' : undefined,
        message: isKustomization
          ? `no kustomization above lists the directory \`${directory}\``
          : `nothing references \`${basename(file.path)}\``,
        help: isKustomization
          ? 'List it in the resources of the application, or remove it.'
          : 'List it in a kustomization, or remove it.',
      });
    }
  },
};

function usedFiles({ builds, applicationSets, lintedFiles, documents }: Cluster): Set<string> {
  const generated = applicationSets.flatMap(({ generators }) =>
    generators.flatMap(({ patterns }) => patterns.flatMap(({ matches }) => matches ?? [])),
  );
  // Of a kustomization that nothing builds, it is the kustomization that is unreferenced.
  const listed = lintedFiles
    .filter(({ file }) => KUSTOMIZATION_NAMES.has(basename(file.path)))
    .flatMap(({ file }) => listedPaths(documents(file.path)[0]?.value, dirname(file.path)));
  return new Set([
    ...generated,
    ...listed.filter(path => !KUSTOMIZATION_NAMES.has(basename(path))),
    ...builds.flatMap(build => [
      ...build.references.flatMap(({ path }) => path ?? []),
      ...build.unknowable.flatMap(({ meant }) => meant ?? []),
      ...build.kustomizations.map(({ file }) => file),
      ...build.resources.flatMap(({ files }) => files),
    ]),
  ]);
}

/** Folders and files of what is run or applied now and then, and hidden ones, are nobody's forgotten manifests. */
const BY_HAND =
  /(?:^|\/)(?:\.[^/]+|tests?|testdata|samples?|_templates?)\/|(?:^|[/_.-])(?:examples?|samples?)(?:\/|(?:[_.-][^/]*)?\.[^./]+$)|[-_.](?:template|tmpl|tpl)\.[^./]+$|(?:^|[/_.-])(?:restore|recovery|debug|tests?)(?:[_.-][^/]*)?\.ya?ml$/;

/**
 * Kinds of what is done once, when somebody applies it (a backup before an upgrade, a restore after it), and a
 * kubeconfig, which is for people.
 */
const ONCE: ReadonlySet<string> = new Set([
  'Archive',
  'Backup',
  'Check',
  'Config',
  'Prune',
  'Restore',
  'VolumeSnapshot',
]);

const isOnce = ({ documents }: Cluster, path: string): boolean => {
  const all = documents(path);
  return (
    all.length > 0 &&
    all.every(
      ({ value }) =>
        ONCE.has(textAt(value, 'kind') ?? '') ||
        // What Backstage's catalogue reads from the repository.
        textAt(value, 'apiVersion')?.startsWith('backstage.io/'),
    )
  );
};

/**
 * YAML below a kustomization that an Application deploys, or a manifest below one that is applied in
 * another way, without what its tools read by themselves. Bases and components count as well.
 */
function candidates(cluster: Cluster): SourceText[] {
  const { applications, standalone, lintedFiles } = cluster;
  // A chart is one thing: what of it is installed, its own templates say.
  const charts = pathSet(
    lintedFiles
      .filter(({ types }) => types.has('helm-chart'))
      .map(({ file }) => dirname(file.path)),
  );
  const deployed = pathSet(kustomized(applications.flatMap(({ builds }) => builds)));
  // One at the root of the repository doesn't own all that is in it.
  const applied = pathSet(kustomized(standalone).filter(directory => directory !== ''));
  const roots = new Set(applications.filter(makesApplications).map(({ file }) => file));
  const copied = new Set(
    cluster.resources
      .ofKind('ConfigMap', '')
      .flatMap(({ value }) => entriesAt(value, 'data').map(({ key }) => key.text)),
  );
  return (
    lintedFiles
      // Encrypted files are applied by hand, or by a plugin that says so elsewhere.
      .filter(({ types }) => !types.has('sops-encrypted'))
      .filter(({ file: { path }, types }) => {
        if (BY_HAND.test(path) || charts.holds(path) || roots.has(path)) return false;
        if (isOnce(cluster, path) || deploysAround(cluster, path)) return false;
        // The source of what a ConfigMap has a copy of, such as a dashboard; and the description of an API.
        if (types.size === 1 && types.has('other') && (copied.has(basename(path)) || isApi(path)))
          return false;
        return deployed.holds(path) || (types.has('manifest') && applied.holds(path));
      })
      .map(({ file }) => file)
      .filter(({ path }) => !/^(\.|Taskfile|helmfile|renovate)/.test(basename(path)))
  );
}

const isApi = (path: string): boolean =>
  /(?:^|[-_.])(?:openapi|swagger)[^/]*$/.test(basename(path));

/** Whether it makes Applications, and so is what the rest hangs on: applied by hand. */
const makesApplications = ({ builds }: Application): boolean =>
  builds.some(({ resources }) => resources.some(isArgoCd));

/** Whether an Application deploys what lies beside, below or around its file: it is applied by hand. */
const deploysAround = ({ documents }: Cluster, path: string): boolean =>
  documents(path).some(
    ({ value }) =>
      textAt(value, 'kind') === 'Application' &&
      [get(value, 'spec', 'source'), ...itemsAt(value, 'spec', 'sources')].some(source => {
        const directory = joinPath(textAt(source, 'path') ?? '..');
        return (
          directory !== undefined &&
          (isWithin(directory, dirname(path)) || isWithin(path, directory))
        );
      }),
  );

const kustomized = (builds: readonly AppBuild[]): string[] =>
  builds
    .filter(({ unknowable }) => !unknowable.some(({ readsFiles }) => readsFiles))
    .flatMap(({ kustomizations }) => kustomizations.map(({ directory }) => directory));
