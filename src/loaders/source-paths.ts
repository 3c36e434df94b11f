import type { ApplicationSet, ApplicationSource, ApplicationSpec } from '../model/application.ts';
import { toolsOf } from '../model/cluster/delivery/source-tools.ts';
import type { Problem } from '../source/problem.ts';
import { basename, dirname, joinPath } from '../source/tree.ts';
import { nearest } from '../text/nearest.ts';
import { isPlaceholder } from '../text/placeholder.ts';
import { get, getMap, textAt } from '../yaml/access.ts';
import type { LocatedMap } from '../yaml/located.ts';
import type { Sources } from '../yaml/sources.ts';
import { IN_CLUSTER } from './clusters/destinations.ts';
import { isOfOtherBranch } from './other-branch.ts';
import { absentSubmodule } from './unknown/submodules.ts';

/**
 * Source paths that Argo CD would refuse: absolute, outside of the repository, missing, or no
 * directory (https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/).
 */
export function sourcePathProblems(
  sources: Sources,
  applications: readonly ApplicationSpec[],
): Problem[] {
  const byPlace = new Map<string, Problem>();
  for (const { sources: own, name, generatedBy } of applications) {
    for (const source of own) {
      // The cluster that Argo CD runs in may be called otherwise by a Secret that is not here.
      if (generatedBy && source.path?.text.split('/').includes(IN_CLUSTER)) continue;
      const message = refusal(sources, source) ?? withoutContent(source, own.length > 1);
      const at = source.path?.origin ?? source.repoURL?.origin;
      if (!message || !at) continue;
      byPlace.set(`${at.file.path}:${at.start}`, {
        rule: 'argocd/source-path',
        at,
        message: `${message} (Application \`${name.text}\`)`,
        ...suggestion(sources, source),
      });
    }
  }
  return [...byPlace.values()];
}

/**
 * A source that names a repository and nothing in it. An artifact of OCI has a path, too: `.` for all of it.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.0/util/argo/argo.go (validateSourcePermissions)
 */
function withoutContent(
  { value, repoURL }: ApplicationSource,
  isOneOfSeveral: boolean,
): string | undefined {
  const names = ['path', 'chart', ...(isOneOfSeveral ? ['ref'] : [])];
  const isNamed = names.some(name => (textAt(value, name) ?? '') !== '');
  if (isNamed || !repoURL) return undefined;
  return 'the source has neither a path nor a chart, and Argo CD refuses it';
}

/**
 * The templates of ApplicationSets that nobody can expand here, such as those of pull requests: what they say
 * without a parameter holds for each of their Applications.
 */
export const unexpanded = (
  sets: readonly ApplicationSet[],
  read: (template: LocatedMap) => ApplicationSpec | undefined,
): ApplicationSpec[] =>
  sets.flatMap(({ value, applications, unknowable }) => {
    const template = getMap(value, 'spec', 'template');
    const isWhole = applications.length > 0 || get(value, 'spec', 'templatePatch') !== undefined;
    const spec = template && unknowable !== undefined && !isWhole ? read(template) : undefined;
    // Of a revision that a parameter says, this tree tells nothing.
    const sources = spec?.sources.filter(({ revision }) => !isPlaceholder(revision?.text ?? ''));
    return spec && sources ? [{ ...spec, sources }] : [];
  });

function refusal(sources: Sources, source: ApplicationSource): string | undefined {
  const { tree } = sources;
  const { own, path, chart } = source;
  if (!own || !path || chart || isPlaceholder(path.text)) return undefined;
  if (path.text.startsWith('/')) return `the source path \`${path.text}\` is absolute`;
  const joined = joinPath(path.text);
  if (joined === undefined) return `the source path \`${path.text}\` leaves the repository`;
  const kind = joined === '' ? 'directory' : tree.kind(joined);
  if (isOfOtherBranch(source, sources)) return undefined;
  if (kind === 'directory') return withoutChart(sources, source, joined);
  if (absentSubmodule(sources, joined)) return undefined;
  return kind === 'file'
    ? `the source path \`${path.text}\` is a file, not a directory`
    : `the source path \`${path.text}\` does not exist`;
}

/**
 * Options for Helm say that a directory is a chart, whatever it holds. One with nothing to deploy is another finding.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/tool_detection/
 */
function withoutChart(
  { tree }: Sources,
  { value, path }: ApplicationSource,
  directory: string,
): string | undefined {
  const names = tree.list(directory);
  const [tool, ...others] = toolsOf(value);
  // Of options for several tools argocd/exclusive tells.
  const isMeant = tool?.text === 'helm' && others.length === 0;
  return !isMeant ||
    names.includes('Chart.yaml') ||
    !names.some(name => /\.(?:ya?ml|json)$/.test(name))
    ? undefined
    : `there is no \`Chart.yaml\` in \`${path?.text}\`, which Argo CD takes for a chart: the source has options for \`helm\``;
}

function suggestion({ tree }: Sources, { path, repoURL }: ApplicationSource): { help?: string } {
  if (path === undefined)
    return {
      help: /^oci:/i.test(repoURL?.text ?? '')
        ? 'Write `path: .` for all of the artifact.'
        : 'Write the path of its directory in the repository.',
    };
  if (tree.kind(joinPath(path?.text ?? '') ?? '') === 'directory')
    return { help: 'Leave out `helm`, or give the source the chart.' };
  const parent = dirname(path?.text ?? '');
  const meant = nearest(basename(path?.text ?? ''), tree.list(parent));
  return meant === undefined
    ? {}
    : { help: `Did you mean \`${parent === '' ? meant : `${parent}/${meant}`}\`?` };
}
