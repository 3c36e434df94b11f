import type { AppBuild } from '../model/app-build.ts';
import { asMap, entriesAt, get, getString, itemsAt, textAt, textsAt } from '../yaml/access.ts';
import { scalarFrom } from '../yaml/build.ts';
import { parseEmbedded } from '../yaml/embedded.ts';
import type { LocatedScalar, LocatedValue } from '../yaml/located.ts';
import type { SourceDocument } from '../yaml/parse.ts';
import type { Sources } from '../yaml/sources.ts';

/** What a config management plugin makes of a directory, as far as that is known without running it. */
export interface Plugin {
  readonly type: Exclude<AppBuild['type'], 'plugin'>;
  /** kustomize gets `--enable-helm`. */
  readonly enableHelm?: boolean;
  /** The namespace that it writes into the kustomization: `team-a`, `$ARGOCD_APP_NAMESPACE`, `$PARAM_NAMESPACE`. */
  readonly namespace?: string;
  /** Subdirectories' manifests count, too. */
  readonly recurse?: boolean;
  /** Charts, kustomizations and files that lie in one directory, or below one, become one application. */
  readonly combines?: boolean;
  /** What it does with a directory that has no kustomization, where it asks whether there is one. */
  readonly otherwise?: Plugin;
}

/**
 * What the plugin of a name does; undefined where that can't be known. A source without a name gets the
 * plugin whose `discover` fits: of those that are defined, the one for what the directory is.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/config-management-plugins/#using-a-config-management-plugin-with-an-application
 */
export type FindPlugin = (
  name: string | undefined,
  directory: AppBuild['type'],
) => Plugin | undefined;

/**
 * Reads the definitions of config management plugins wherever the repository has them: files of kind
 * ConfigManagementPlugin, ConfigMaps that hold one, the argo-cd chart's `configs.cmp.plugins`, and the
 * `configManagementPlugins` of old. Names without a definition are known by their habits.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/config-management-plugins/
 */
export function findPlugins(sources: Sources): FindPlugin {
  const declared = new Map<string, Plugin | undefined>();
  for (const path of sources.tree.files) {
    // What a chart's template makes is read where the chart is rendered.
    if (!/\.ya?ml$/.test(path) || /(?:^|\/)templates\//.test(path)) continue;
    const text = sources.text(path)?.text ?? '';
    if (!/ConfigManagementPlugin|configManagementPlugins|^[ \t]*cmp:/m.test(text)) continue;
    for (const definition of sources.parse(path).documents.flatMap(definitionsIn))
      declared.set(definition.name, pluginOf(definition.command));
  }
  return (name, directory) => {
    if (name === undefined) return [...declared.values()].find(it => it?.type === directory);
    const known = [...declared.keys()].find(key => key === name || name.startsWith(`${key}-v`));
    const plugin = known === undefined ? wellKnown(name, directory) : declared.get(known);
    return directory === 'directory' ? (plugin?.otherwise ?? plugin) : plugin;
  };
}

interface Definition {
  readonly name: string;
  /** The words of `generate`. */
  readonly command: string;
}

const definitionsIn = ({ value }: Pick<SourceDocument, 'value'>): Definition[] =>
  value ? definitions(value, '') : [];

function definitions(value: LocatedValue, key: string): Definition[] {
  if (value.kind === 'scalar') {
    const isDefinition =
      key === 'configManagementPlugins' || value.text.includes('kind: ConfigManagementPlugin');
    if (!isDefinition || !value.text.includes('\n')) return [];
    return parseEmbedded(value).documents.flatMap(({ value: inner }) => {
      if (!inner) return [];
      return key === 'configManagementPlugins'
        ? itemsAt(inner).flatMap(legacy)
        : definitions(inner, '');
    });
  }
  if (value.kind === 'sequence') return value.items.flatMap(item => definitions(item, ''));
  if (textAt(value, 'kind') === 'ConfigManagementPlugin') {
    const name = textAt(value, 'metadata', 'name');
    return name === undefined ? [] : [{ name, command: commandOf(get(value, 'spec')) }];
  }
  if (key === 'cmp')
    return entriesAt(value, 'plugins').map(({ key: name, value: spec }) => ({
      name: name.text,
      command: commandOf(spec),
    }));
  return [...value.entries].flatMap(([name, entry]) => definitions(entry.value, name));
}

const legacy = (item: LocatedValue): Definition[] => {
  const name = textAt(item, 'name');
  return asMap(item) && name !== undefined ? [{ name, command: commandOf(item) }] : [];
};

/** The words of `generate.command` and `generate.args`. */
const commandOf = (spec: LocatedValue | undefined): string =>
  ['command', 'args'].flatMap(field => textsAt(spec, 'generate', field)).join(' ');

/** A script that asks for a kustomization and prints the files themselves where there is none. */
const ELSE_FILES = /\bkustomization\.ya?ml\b.*\belse\b.*\b(?:cat|find)\b/s;

/** What a generate command amounts to: placeholders that are filled in afterwards stay opaque. */
function pluginOf(command: string): Plugin | undefined {
  if (/\b(?:kustomize\s+build|(?:kubectl|oc)\s+kustomize)\b/.test(command))
    return {
      type: 'kustomize',
      enableHelm: /--enable-helm\b/.test(command),
      ...namespaceSetBy(command),
      ...(ELSE_FILES.test(command) && {
        otherwise: { type: 'directory', recurse: /\bfind\b/.test(command) },
      }),
    };
  if (/\bhelm\s+template\b/.test(command)) return { type: 'helm' };
  // What it reads from a pipe comes of something that nobody here knows.
  return /\b(?:argocd-vault-plugin|avp)\s+generate\b(?!\s+-(?:\s|$))/.test(command)
    ? { type: 'directory', recurse: true }
    : undefined;
}

/** What `kustomize edit set namespace` is given. */
function namespaceSetBy(command: string): Pick<Plugin, 'namespace'> {
  const [, namespace] =
    /\bkustomize\s+edit\s+set\s+namespace\s+(?:--\s+)?["']?([^\s"';&|]+)/.exec(command) ?? [];
  return namespace === undefined ? {} : { namespace };
}

/**
 * The namespace that a plugin writes into the kustomization of a source: a word as it is, a variable as Argo CD sets
 * it for the source's Application.
 *
 * @param plugin the source's `plugin`
 * @param destination the namespace that the Application deploys to
 * @returns undefined where nothing here tells the variable
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/config-management-plugins/#using-environment-variables-in-your-plugin
 */
export function namespaceOf(
  { namespace }: Plugin,
  plugin: LocatedValue | undefined,
  destination: LocatedScalar | undefined,
): LocatedScalar | undefined {
  const at = destination?.origin ?? plugin?.origin;
  const [, variable] = /^\$\{?(\w+)\}?$/.exec(namespace ?? '') ?? [];
  if (namespace === undefined || !at) return undefined;
  if (variable === undefined)
    return namespace.includes('$') ? undefined : scalarFrom(at, namespace);
  if (variable === 'ARGOCD_APP_NAMESPACE') return destination;
  const [, list, name] = /^(ARGOCD_ENV|PARAM)_(.+)$/.exec(variable) ?? [];
  const item = itemsAt(plugin, list === 'PARAM' ? 'parameters' : 'env').find(
    entry => textAt(entry, 'name')?.toUpperCase().replaceAll(/\W/g, '_') === name,
  );
  return getString(item, list === 'PARAM' ? 'string' : 'value');
}

/**
 * What plugins of such names do everywhere.
 *
 * @see https://github.com/argoproj-labs/argocd-vault-plugin/blob/main/manifests/cmp-sidecar/cmp-plugin.yaml
 * @see https://github.com/crumbhole/argocd-lovely-plugin/blob/main/doc/how.md
 */
function wellKnown(name: string, directory: AppBuild['type']): Plugin | undefined {
  if (/lovely/i.test(name) && directory !== 'plugin')
    return { type: directory, enableHelm: true, recurse: true, combines: true };
  if (/helmfile|tanka|jsonnet|cdk8s|terraform/i.test(name)) return undefined;
  if (/kustomize|ksops/i.test(name)) return { type: 'kustomize', enableHelm: true };
  if (/helm/i.test(name)) return { type: 'helm' };
  return /^(?:argocd-vault-plugin|avp)(?:-v?\d.*)?$/i.test(name)
    ? { type: 'directory', recurse: true }
    : undefined;
}
