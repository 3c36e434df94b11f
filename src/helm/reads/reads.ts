import type { TemplateNode } from '../../template/go/ast.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import type { Chart } from '../chart.ts';
import { ALL_FUNCTIONS } from '../functions.ts';
import { parseAny, parsedOf } from '../parsed.ts';
import {
  type Abstract,
  childOf,
  newNode,
  type ReadNode,
  type RootData,
  readWhole,
  settle,
  touch,
} from './tree.ts';
import { follow, TOO_LARGE, type Walk } from './walk.ts';

/**
 * Which values the templates of a chart may read, whatever the values are: every branch of every template
 * is followed, those of charts below it included. What can't be followed counts as read in full.
 *
 * @param texts templates that the user's values hold
 * @returns the values' root; undefined where the chart is too large to be followed
 */
export function readsOf(chart: Chart, texts: readonly string[]): ReadNode | undefined {
  const values = newNode(0);
  const roots: RootData[] = [];
  const named = new Map<string, readonly TemplateNode[]>();
  const files: {
    readonly root: RootData;
    readonly id: string;
    readonly nodes: readonly TemplateNode[];
  }[] = [];
  const global = childOf(values, 'global');
  global.whole = true;
  const enter = (item: Chart, node: ReadNode): RootData => {
    node.children.set('global', global);
    const subcharts = new Map<string, RootData>();
    const root: RootData = { id: roots.length, values: node, subcharts, put: new Map() };
    roots.push(root);
    for (const subchart of item.subcharts) {
      const declared = item.metadata.dependencies.filter(
        ({ name }) => name === subchart.metadata.name,
      );
      const aliases = declared.map(({ alias }) => alias || subchart.metadata.name);
      for (const alias of aliases.length > 0 ? aliases : [subchart.metadata.name])
        subcharts.set(alias, enter(subchart, childOf(node, alias)));
    }
    noteDependencies(item, node);
    for (const { path, source } of item.templates) {
      const parsed = parsedOf(source, ALL_FUNCTIONS);
      if (!parsed.ok) continue;
      const id = `${root.id}/${path}`;
      files.push({ root, id, nodes: parsed.template.root });
      // Whichever of several is used in the end: all are followed.
      for (const [name, nodes] of parsed.template.defined)
        named.set(name, [...(named.get(name) ?? []), ...nodes]);
    }
    return root;
  };
  enter(chart, values);
  const walk: Walk = {
    named,
    parse: text => (text.includes('{{') ? parseAny(text) : undefined),
    done: new Set(),
    calls: new Map(),
    changed: false,
    steps: 0,
  };
  const more = [...texts, ...textsOfChart(chart)].flatMap(text => walk.parse(text) ?? []);
  try {
    for (let round = 0; round < 4; round++) {
      walk.changed = false;
      walk.done.clear();
      walk.calls.clear();
      for (const { root, id, nodes } of files) follow(walk, id, nodes, [{ kind: 'root', root }]);
      const all: Abstract[] = roots.map(root => ({ kind: 'root', root }));
      for (const root of all) follow(walk, 'texts', more, [root]);
      if (!walk.changed) break;
    }
  } catch (stop) {
    if (stop !== TOO_LARGE) throw stop;
    return undefined;
  }
  settle(values);
  return values;
}

/** What decides about dependencies, and what is taken over from them. */
function noteDependencies({ metadata }: Chart, node: ReadNode): void {
  readWhole([{ kind: 'values', node: childOf(node, 'tags') }]);
  for (const { name, alias, condition, importValues } of metadata.dependencies) {
    for (const path of condition.split(',')) touch(node, path.trim().split('.'));
    for (const item of importValues) {
      const child = typeof item === 'string' ? `exports.${item}` : item.child;
      touch(node, [alias || name, ...child.split('.')]).whole = true;
    }
  }
}

const MAX_TEXT = 200_000;

/** Templates in default values, and in files that templates may hand to `tpl`. */
function textsOfChart(chart: Chart): string[] {
  const out = chart.values ? templatesIn(chart.values) : [];
  const readsFiles = chart.templates.some(
    ({ source }) => source.text.includes('.Files') && source.text.includes('tpl'),
  );
  if (readsFiles) {
    for (const { source } of chart.files)
      if (source.text.length < MAX_TEXT && source.text.includes('{{')) out.push(source.text);
  }
  return [...out, ...chart.subcharts.flatMap(textsOfChart)];
}

/** The texts of values that are templates themselves. */
export function templatesIn(value: LocatedValue): string[] {
  if (value.kind === 'scalar') return value.text.includes('{{') ? [value.text] : [];
  const items =
    value.kind === 'sequence' ? value.items : [...value.entries.values()].map(item => item.value);
  return items.flatMap(templatesIn);
}
