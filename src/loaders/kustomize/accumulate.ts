import { isWithin } from '../../source/tree.ts';
import { getString, itemsAt } from '../../yaml/access.ts';
import type { LocatedScalar } from '../../yaml/located.ts';
import { brokenFileScope, hidesObjects, sealedFileScope } from '../unknown/file-scope.ts';
import type { BuildContext } from './context/context.ts';
import { moveUnknowns, noteIdle, report, spend, unknown } from './context/gathered.ts';
import { LIMITS } from './context/inputs.ts';
import {
  type Configuration,
  DEFAULT_CONFIGURATION,
  mergeConfigurations,
  readConfigurations,
} from './fields/configurations.ts';
import { generateConfigObjects } from './generators/generators.ts';
import { releaseItems } from './generators/helm.ts';
import type { Item } from './items/item.ts';
import { newItem } from './items/item.ts';
import { ItemList } from './items/item-list.ts';
import { objectsOf } from './kustomization/manifests.ts';
import { resolvePath } from './kustomization/paths.ts';
import { notePlugins } from './kustomization/plugins.ts';
import { loadTarget, type Target } from './kustomization/target.ts';
import { transform } from './transformers/transform.ts';

/** What a kustomization and everything below it make. */
export interface Accumulated {
  readonly items: readonly Item[];
  readonly configuration: Configuration;
}

export const NOTHING: Accumulated = { items: [], configuration: DEFAULT_CONFIGURATION };

/** What a kustomization is built for. */
export interface Visit {
  /** Directories of the kustomizations on the way here, the root first. */
  readonly ancestors: readonly string[];
  /** The nearest parent's namespace, which Helm gets where none is nearer. */
  readonly helmNamespace: LocatedScalar | undefined;
  /** What has been built so far, by directory and namespace: one for all visits of a build. */
  readonly built: Map<string, Accumulated>;
}

/**
 * Builds a kustomization without what is done once at the root of a build. Each directory is built
 * once per namespace that it hands to Helm.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/target/kusttarget.go
 */
export function accumulate(context: BuildContext, target: Target, visit: Visit): Accumulated {
  const key = JSON.stringify([target.directory, visit.helmNamespace?.text]);
  const known = visit.built.get(key);
  if (known) return known;
  const result = accumulateInto(context, target, visit, NOTHING);
  visit.built.set(key, result);
  return result;
}

/** Builds a kustomization, or a component on top of what its parent has so far. */
function accumulateInto(
  context: BuildContext,
  target: Target,
  visit: Visit,
  start: Accumulated,
): Accumulated {
  context.spent.builds++;
  if (!spend(context, 0, target.at)) return start;
  const before = context.unknowable.length;
  const list = new ItemList(context, start.items);
  let configuration = start.configuration;
  for (const from of scalars(target, 'resources')) {
    const child = resource(context, target, visit, from);
    list.addAll(child.items, from);
    configuration = mergeConfigurations(configuration, child.configuration);
  }
  configuration = mergeConfigurations(configuration, readConfigurations(context, target));
  for (const { item, behavior, from } of generateConfigObjects(context, target)) {
    list.absorb(item, behavior, from);
  }
  for (const { item, from } of releaseItems(context, target, visit.helmNamespace)) {
    list.addAll([item], from);
  }
  notePlugins(context, target);
  let current: Accumulated = { items: list.items, configuration };
  for (const from of scalars(target, 'components')) {
    current = component(context, target, visit, from, current);
  }
  const namespace = getString(target.value, 'namespace')?.text;
  if (namespace) moveUnknowns(context, before, namespace);
  const items = transform(context, target, current.items, current.configuration.fieldSpecs);
  return {
    items: items.map(item => withFile(item, target.file)),
    configuration: current.configuration,
  };
}

function scalars(target: Target, field: string): readonly LocatedScalar[] {
  return itemsAt(target.value, field).flatMap(item => (item.kind === 'scalar' ? [item] : []));
}

const withFile = (item: Item, file: string): Item =>
  item.files.includes(file) ? item : { ...item, files: [...item.files, file] };

/** What one entry of `resources` adds: a file's objects, or those of another kustomization. */
function resource(
  context: BuildContext,
  target: Target,
  visit: Visit,
  from: LocatedScalar,
): Accumulated {
  const { directory } = target;
  const resolved = resolvePath(context, { directory, from, role: 'resource', wanted: 'either' });
  if (!resolved || resolved.target === 'remote') return NOTHING;
  if (resolved.target === 'file')
    return { ...NOTHING, items: fileItems(context, resolved.path, from) };
  const child = enter(context, target, visit, from, resolved.path);
  if (!child) return NOTHING;
  if (child.kind === 'Component') {
    report(context, from, `\`${from.text}\` is a Component: list it under \`components\``);
    return NOTHING;
  }
  return accumulate(context, child, below(target, visit));
}

function component(
  context: BuildContext,
  target: Target,
  visit: Visit,
  from: LocatedScalar,
  current: Accumulated,
): Accumulated {
  const { directory } = target;
  const resolved = resolvePath(context, {
    directory,
    from,
    role: 'component',
    wanted: 'directory',
  });
  if (resolved?.target !== 'directory') return current;
  const child = enter(context, target, visit, from, resolved.path);
  if (!child) return current;
  if (child.kind === 'Component')
    return accumulateInto(context, child, below(target, visit), current);
  report(context, from, `\`${from.text}\` is not of kind Component: list it under \`resources\``);
  return current;
}

function below(target: Target, visit: Visit): Visit {
  const own = target.value.entries.get('namespace')?.value;
  const namespace = own?.kind === 'scalar' && own.text !== '' ? own : visit.helmNamespace;
  return { ...visit, ancestors: [...visit.ancestors, target.directory], helmNamespace: namespace };
}

/** Loads the kustomization that an entry leads to, unless the entry closes a cycle. */
function enter(
  context: BuildContext,
  target: Target,
  visit: Visit,
  from: LocatedScalar,
  directory: string,
): Target | undefined {
  const chain = [...visit.ancestors, target.directory];
  if (chain.some(visited => isWithin(visited, directory))) {
    report(
      context,
      from,
      `\`${from.text}\` is a cycle: it leads back to a kustomization that is being built`,
    );
    return undefined;
  }
  if (chain.length >= LIMITS.depth) {
    const rule = 'internal/too-large';
    report(context, from, `not followed: more than ${LIMITS.depth} kustomizations deep`, { rule });
    unknown(context, from, 'the build is too deep to be followed', { readsFiles: true });
    return undefined;
  }
  return loadTarget(context, directory, from);
}

function fileItems(context: BuildContext, path: string, from: LocatedScalar): readonly Item[] {
  const parsed = context.sources.parse(path);
  const sealed = context.sources.sealed(path);
  if (sealed !== undefined) {
    unknown(context, from, `${path} ${sealed}`, sealedFileScope(path));
    return [];
  }
  if (hidesObjects(parsed)) {
    unknown(context, from, `${path} is encrypted`, sealedFileScope(path));
    return [];
  }
  const text = context.sources.text(path)?.text ?? '#';
  if (parsed.broken) unknown(context, from, `\`${path}\` can't be parsed`, brokenFileScope(text));
  if (isBlank(text))
    noteIdle(
      context,
      from,
      `\`${from.text}\` is empty: it adds nothing`,
      'Fill it, or take it off the list.',
    );
  const objects = objectsOf(context, parsed);
  if (!spend(context, objects.length, from)) return [];
  return objects.map(value => newItem(value, [path]));
}

/** A file without even a comment, which would say that nothing is meant to be there. */
const isBlank = (text: string): boolean => text.replaceAll('---', '').trim() === '';
