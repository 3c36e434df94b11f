import type { AppBuild } from '../model/app-build.ts';
import type { Unknown } from '../model/unknown.ts';
import { startOf } from '../source/text.ts';
import { KUSTOMIZATION_NAMES } from '../yaml/classify.ts';
import type { Sources } from '../yaml/sources.ts';
import { buildDirectory, type DirectoryOptions } from './directory.ts';
import { buildKustomization } from './kustomize/build.ts';
import type { KustomizeOptions } from './kustomize/context/inputs.ts';

export interface BuildOptions extends KustomizeOptions, DirectoryOptions {
  /** The type that the Application's source names; default: detected from the files. */
  readonly type?: AppBuild['type'] | undefined;
}

/**
 * Resolves an application's directory to the objects it deploys, as far as its files decide them.
 * Never throws on what the files hold.
 *
 * @param directory relative to the repository root, '' for the root itself
 */
export function buildApp(
  sources: Sources,
  directory: string,
  options: BuildOptions = {},
): AppBuild {
  const type = options.type ?? detectType(sources, directory);
  if (type === 'kustomize') return buildKustomization(sources, directory, options);
  if (type === 'directory') return buildDirectory(sources, directory, options);
  const path = chartFile(sources, directory);
  const at = startOf(sources.text(path) ?? { path, text: '' });
  const what = type === 'helm' ? 'a Helm chart of this repository' : 'a config management plugin';
  return unseenBuild(directory, type, {
    at,
    reason: `${directory} is rendered by ${what}, which is not run`,
  });
}

/** A build of which nothing is known but what it could make. */
export const unseenBuild = (
  directory: string,
  type: AppBuild['type'],
  unknown: Unknown,
): AppBuild => ({
  directory,
  type,
  resources: [],
  releases: [],
  kustomizations: [],
  references: [],
  unknowable: [unknown],
  problems: [],
});

/**
 * What Argo CD takes a directory for. Of a chart's and a kustomization's file the lexically later
 * name decides; any file whose name ends in `Chart.yaml` makes a chart.
 *
 * @see https://github.com/argoproj/argo-cd/blob/master/util/app/discovery/discovery.go
 */
export function detectType(sources: Sources, directory: string): AppBuild['type'] {
  let type: AppBuild['type'] = 'directory';
  for (const name of filesIn(sources, directory)) {
    if (name.endsWith('Chart.yaml')) type = 'helm';
    else if (KUSTOMIZATION_NAMES.has(name)) type = 'kustomize';
  }
  return type;
}

function filesIn(sources: Sources, directory: string): readonly string[] {
  const { tree } = sources;
  const prefix = directory === '' ? '' : `${directory}/`;
  return tree
    .list(directory)
    .filter(name => tree.kind(prefix + name) === 'file')
    .sort();
}

function chartFile(sources: Sources, directory: string): string {
  const name = filesIn(sources, directory).find(file => file.endsWith('Chart.yaml'));
  return `${directory === '' ? '' : `${directory}/`}${name ?? 'Chart.yaml'}`;
}
