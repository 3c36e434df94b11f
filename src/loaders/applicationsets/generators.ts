import { compileDoublestar } from '../../glob/doublestar.ts';
import { runGlob } from '../../glob/matcher.ts';
import { matchPath } from '../../glob/path-match.ts';
import { compilePathspec } from '../../glob/pathspec.ts';
import type { Generator, GeneratorPattern } from '../../model/application.ts';
import { matchesSelector } from '../../model/cluster/objects/selectors.ts';
import { dirname, type FileTree, isWithin, keepsFolder } from '../../source/tree.ts';
import type { GoValue } from '../../template/go/value.ts';
import { stringMap } from '../../template/go/value.ts';
import {
  asString,
  booleanAt,
  entriesAt,
  get,
  getMap,
  getString,
  itemsAt,
  textAt,
} from '../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../yaml/located.ts';
import {
  type ClusterSecret,
  clusterParameters,
  hasSelector,
  inCluster,
  isInCluster,
} from './clusters.ts';
import { matrixGenerator, mergeGenerator } from './combine.ts';
import { type ExpansionContext, MAX_SETS } from './context.ts';
import { hasNewGlobbing } from './globbing.ts';
import {
  failed,
  flatten,
  type Generated,
  nothing,
  type ParameterSet,
  toGo,
  unknown,
} from './params.ts';
import { pathParameters } from './path-params.ts';
import { renderText } from './render-value.ts';

/** Generators that ask a live system: what they make can't be known from files. */
const LIVE = ['scmProvider', 'clusterDecisionResource', 'pullRequest', 'plugin'] as const;

/** The order in which Argo CD runs the generators of one entry. */
const ORDER = ['list', 'clusters', 'git', ...LIVE, 'matrix', 'merge'] as const;

/** All generator keys of one entry of `spec.generators`, in Argo CD's order. */
export function runEntry(entry: LocatedValue, context: ExpansionContext): Generated {
  const results = ORDER.flatMap(name => {
    const generator = getMap(entry, name) ?? (get(entry, name) ? emptyMap(entry, name) : undefined);
    return generator ? [runGenerator(name, generator, context)] : [];
  });
  const combined: Generated = {
    sets: results.flatMap(({ sets }) => sets),
    unknowable: results.map(result => result.unknowable).find(Boolean),
    problems: results.flatMap(({ problems }) => problems),
  };
  if (combined.sets.length > MAX_SETS)
    return failed(entry, `makes more than ${MAX_SETS} parameter sets`);
  return { ...combined, sets: selected(combined.sets, get(entry, 'selector')) };
}

/** `clusters: {}` may be written as `clusters:` with nothing behind it. */
const emptyMap = (entry: LocatedValue, name: string): LocatedMap | undefined => {
  const value = get(entry, name);
  return value && { kind: 'map', entries: new Map(), origin: value.origin };
};

function runGenerator(
  name: (typeof ORDER)[number],
  value: LocatedMap,
  context: ExpansionContext,
): Generated {
  switch (name) {
    case 'list':
      return listGenerator(value, context);
    case 'clusters':
      return clustersGenerator(value, context);
    case 'git':
      return gitGenerator(value, context);
    case 'matrix':
      return noted(value, 'matrix', matrixGenerator(value, context, runEntry), context);
    case 'merge':
      return noted(value, 'merge', mergeGenerator(value, context, runEntry), context);
    default:
      return noted(
        value,
        'unknowable',
        unknown(`the \`${name}\` generator asks a live system`),
        context,
      );
  }
}

function noted(
  value: LocatedMap,
  type: Generator['type'],
  result: Generated,
  context: ExpansionContext,
  more: Partial<Generator> = {},
): Generated {
  context.generators.push({
    type,
    value,
    repoURL: getString(value, 'repoURL'),
    revision: getString(value, 'revision'),
    patterns: [],
    excludes: [],
    produced: result.unknowable === undefined ? result.sets.length : undefined,
    ...more,
  });
  return result;
}

/** A selector filters finished sets by their flattened parameters, as if they were labels. */
function selected(
  sets: readonly ParameterSet[],
  selector: LocatedValue | undefined,
): readonly ParameterSet[] {
  if (!selector) return sets;
  return sets.filter(({ values }) => matchesSelector(selector, flatLabels(values)) === true);
}

function flatLabels(values: ReadonlyMap<string, GoValue>, prefix = ''): Map<string, string> {
  const labels = new Map<string, string>();
  for (const [key, value] of values) {
    if (value instanceof Map)
      for (const [name, text] of flatLabels(value, `${prefix}${key}.`)) labels.set(name, text);
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      labels.set(prefix + key, String(value));
  }
  return labels;
}

/** Adds the generator's own `values`, rendered with the parameters of the set. */
function withValues(
  set: ParameterSet,
  generator: LocatedValue,
  context: ExpansionContext,
): ParameterSet {
  const own = entriesAt(generator, 'values');
  if (own.length === 0) return set;
  const rendered = own.map(({ key, value }): [string, string] => {
    const result =
      value.kind === 'scalar' ? renderText(value.text, set.values, context) : undefined;
    return [
      key.text,
      result?.status === 'rendered' ? result.text : value.kind === 'scalar' ? value.text : '',
    ];
  });
  const values = new Map(set.values);
  if (context.goTemplate) values.set('values', stringMap(rendered));
  else for (const [key, text] of rendered) values.set(`values.${key}`, text);
  return { ...set, values };
}

function listGenerator(value: LocatedMap, context: ExpansionContext): Generated {
  const problems: Generated['problems'][number][] = [];
  const sets = itemsAt(value, 'elements').flatMap((element): ParameterSet[] => {
    if (element.kind !== 'map') return [];
    if (context.goTemplate)
      return [
        { values: toGo(element) as ParameterSet['values'], directory: undefined, from: element },
      ];
    const values = new Map<string, GoValue>();
    for (const { key, value: child } of element.entries.values()) {
      if (key.text === 'values')
        for (const [name, text] of flatten(child, 'values')) values.set(name, text);
      else if (child.kind === 'scalar' && typeof child.value === 'string')
        values.set(key.text, child.value);
      else {
        problems.push(
          ...failed(
            child,
            `without \`goTemplate\` a list element's \`${key.text}\` must be a string`,
            'Quote it, or set `goTemplate: true`.',
          ).problems,
        );
      }
    }
    return [{ values, directory: undefined, from: element }];
  });
  const dynamic = get(value, 'elementsYaml')
    ? '`elementsYaml` is filled in by another generator'
    : undefined;
  return noted(value, 'list', { sets, unknowable: dynamic, problems }, context);
}

function clustersGenerator(value: LocatedMap, context: ExpansionContext): Generated {
  if (booleanAt(value, 'flatList'))
    return noted(value, 'clusters', unknown('`flatList` depends on all live clusters'), context);
  const declared = context.clusters.filter(
    cluster => matchesSelector(get(value, 'selector'), cluster.labels) !== false,
  );
  // A Secret for the cluster that Argo CD runs in stands in for what there is without one.
  const isDeclared = context.clusters.some(({ server }) => isInCluster(server));
  const clusters = hasSelector(value) || isDeclared ? declared : [inCluster, ...declared];
  if (hasSelector(value) && declared.length === 0 && !context.clusters.some(isListed)) {
    return noted(
      value,
      'clusters',
      unknown('no cluster Secret in the repository matches the selector'),
      context,
    );
  }
  const sets = clusters.map(cluster =>
    withValues(
      { values: clusterParameters(cluster, context.goTemplate), directory: undefined, from: value },
      value,
      context,
    ),
  );
  return noted(value, 'clusters', { ...nothing, sets }, context);
}

/** The policy lists all of them. */
const isListed = ({ file }: ClusterSecret): boolean => file === undefined;

function gitGenerator(value: LocatedMap, context: ExpansionContext): Generated {
  const isOwn = context.own(textAt(value, 'repoURL'));
  if (get(value, 'directories')) return gitDirectories(value, isOwn, context);
  if (get(value, 'files')) return gitFiles(value, isOwn, context);
  return noted(
    value,
    'git-directories',
    failed(value, 'a git generator needs directories or files'),
    context,
  );
}

const FOREIGN = 'the git generator reads another repository';

/** https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/#git-generator-directories */
function gitDirectories(value: LocatedMap, isOwn: boolean, context: ExpansionContext): Generated {
  const all = isOwn ? context.directories() : [];
  const read = readPatterns(value, 'directories', isOwn, pattern => {
    return all.filter(path => matchPath(pattern, path) === 'match');
  });
  const { tree } = context.sources;
  const patterns = read.patterns.map(item => ({ ...item, isKeptFree: isKeptFree(tree, item) }));
  const { excludes } = read;
  const excluded = new Set(excludes.flatMap(({ matches }) => matches ?? []));
  const prefix = textAt(value, 'pathParamPrefix');
  const sets = all.flatMap((path): ParameterSet[] => {
    const hit = patterns.find(({ matches }) => matches?.includes(path));
    if (!hit || excluded.has(path)) return [];
    const values = pathParameters(path, { goTemplate: context.goTemplate, prefix });
    return [withValues({ values, directory: path, from: hit.at }, value, context)];
  });
  const result = isOwn ? { ...nothing, sets } : unknown(FOREIGN);
  return noted(value, 'git-directories', result, context, { patterns, excludes });
}

/** Files match as git pathspecs, or by the new globbing; their content becomes parameters. */
function gitFiles(value: LocatedMap, isOwn: boolean, context: ExpansionContext): Generated {
  const all = isOwn ? context.sources.tree.files : [];
  const problems: Generated['problems'][number][] = [];
  const { patterns, excludes } = readPatterns(value, 'files', isOwn, (pattern, at) => {
    if (isOwn && hasNewGlobbing(context.sources)) {
      const glob = compileDoublestar(pattern);
      return glob.ok ? all.filter(path => glob.programs.some(each => runGlob(each, path))) : [];
    }
    const spec = compilePathspec(pattern);
    if (spec.ok) return all.filter(spec.matches);
    if (spec.kind === 'error')
      problems.push(...failed(at, `git refuses the pattern: ${spec.message}`).problems);
    return [];
  });
  const excluded = new Set(excludes.flatMap(({ matches }) => matches ?? []));
  let unknowable: string | undefined;
  const sets = all.flatMap((path): ParameterSet[] => {
    const hit = patterns.find(({ matches }) => matches?.includes(path));
    if (!hit || excluded.has(path)) return [];
    if (context.sources.parse(path).broken) {
      unknowable ??= `\`${path}\` can't be parsed`;
      return [];
    }
    return fileSets(path, hit.at, value, context);
  });
  const result = isOwn ? { sets, unknowable, problems } : unknown(FOREIGN);
  return noted(value, 'git-files', result, context, { patterns, excludes });
}

/** One set of a file that holds one object, one each of a list; only its first document counts. */
function fileSets(
  path: string,
  from: LocatedScalar,
  generator: LocatedMap,
  context: ExpansionContext,
): ParameterSet[] {
  const content = context.sources.parse(path).documents[0]?.value;
  const objects: readonly LocatedValue[] =
    content?.kind === 'sequence' ? content.items : content ? [content] : [];
  const prefix = textAt(generator, 'pathParamPrefix');
  const parameters = pathParameters(path, { file: path, goTemplate: context.goTemplate, prefix });
  const bare: ParameterSet = { values: parameters, directory: undefined, from };
  const sets =
    objects.length === 0
      ? [bare]
      : objects.map(object => ({
          ...bare,
          values: new Map([
            ...(object.kind === 'map'
              ? context.goTemplate
                ? (toGo(object) as Map<string, GoValue>)
                : flatten(object)
              : []),
            ...parameters,
          ]),
        }));
  return sets.map(set => withValues(set, generator, context));
}

/** Whether what a pattern asks for is to come into a folder that waits for it. */
function isKeptFree(tree: FileTree, { pattern }: GeneratorPattern): boolean {
  const [fixed = ''] = /^[^*?[{]*/.exec(pattern) ?? [];
  return keepsFolder(tree, dirname(fixed));
}

function readPatterns(
  value: LocatedMap,
  key: 'directories' | 'files',
  isOwn: boolean,
  matching: (pattern: string, at: LocatedScalar) => readonly string[],
): { patterns: GeneratorPattern[]; excludes: GeneratorPattern[] } {
  const patterns: GeneratorPattern[] = [];
  const excludes: GeneratorPattern[] = [];
  for (const item of itemsAt(value, key)) {
    const at = asString(get(item, 'path'));
    if (!at) continue;
    const entry = {
      at,
      pattern: at.value,
      matches: isOwn && !at.value.includes('{{') ? matching(at.value, at) : undefined,
    };
    (booleanAt(item, 'exclude') ? excludes : patterns).push(entry);
  }
  return { patterns, excludes };
}

/** Directories as Argo CD lists them: without hidden ones and what is below them. */
export const visibleDirectories = (
  directories: readonly string[],
  root: string,
): readonly string[] =>
  directories.filter(
    path => isWithin(path, root) && !path.split('/').some(segment => segment.startsWith('.')),
  );
