import type { AppBuild } from '../model/app-build.ts';
import type { ApplicationSource, ApplicationSpec } from '../model/application.ts';
import { basename, dirname, isWithin } from '../source/tree.ts';
import { getMap, itemsAt, textAt } from '../yaml/access.ts';
import { mapFrom } from '../yaml/build.ts';
import type { Sources } from '../yaml/sources.ts';
import { type BuildOptions, detectType, unseenBuild } from './app-build.ts';
import { type FindPlugin, namespaceOf } from './plugins.ts';

/**
 * How a source with a plugin is built; of one without a name the files decide.
 *
 * @returns `unknown` where nobody can tell without running it
 */
export function pluginOptions(
  { value }: ApplicationSource,
  { destination }: ApplicationSpec,
  directory: string,
  sources: Sources,
  plugins: FindPlugin,
): BuildOptions | 'unknown' {
  const plugin = getMap(value, 'plugin');
  const name = textAt(plugin, 'name');
  const type = detectType(sources, directory);
  const known = plugins(name, type);
  const isTuned = ['env', 'parameters'].some(list => itemsAt(plugin, list).length > 0);
  if (known?.combines && (isTuned || isCombined(sources, directory, type))) return 'unknown';
  if (known) {
    const namespace = namespaceOf(known, plugin, destination.namespace);
    return { ...known, ...(namespace && { overrides: mapFrom(namespace.origin, { namespace }) }) };
  }
  return name === undefined && type !== 'directory' ? { type } : 'unknown';
}

/** Whether several things that make objects lie in a directory or, where it is none of them itself, below it. */
function isCombined({ tree }: Sources, directory: string, type: AppBuild['type']): boolean {
  const makers = tree.files.filter(
    path => isWithin(path, directory) && MAKERS.test(basename(path)),
  );
  const others = makers.filter(path => type === 'directory' || dirname(path) === directory);
  return others.length > (type === 'directory' ? 0 : 1);
}

const MAKERS = /^(?:Chart\.yaml|kustomization\.ya?ml|Kustomization|helmfile\.ya?ml(?:\.gotmpl)?)$/;

/** What a plugin that can't be read makes: anything in the destination, of any file of the directory. */
export function unreadPlugin(
  { value, path }: ApplicationSource,
  directory: string,
  sources: Sources,
): AppBuild {
  const name = textAt(value, 'plugin', 'name');
  const reason = `the plugin ${name ?? 'of the source'} is not run`;
  const below = sources.tree.files.filter(file => isWithin(file, directory));
  const { origin: at } = getMap(value, 'plugin') ?? value;
  return {
    ...unseenBuild(directory, 'plugin', { at, reason, readsFiles: true }),
    references: path
      ? below.map(file => ({ role: 'plugin', from: path, path: file, target: 'file' }))
      : [],
  };
}
