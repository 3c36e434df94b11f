import type { Command, Operand, Pipeline, TemplateNode } from '../../template/go/ast.ts';
import { call, hasParts, namesFile, textsOf } from './functions.ts';
import { type Abstract, elementsOf, fieldOf, keysOf, readWhole, unique } from './tree.ts';

type Nodes = readonly TemplateNode[];

/** What all templates of a chart have in common while it is found out what they read. */
export interface Walk {
  readonly named: ReadonlyMap<string, Nodes>;
  /** The nodes of a text that `tpl` is given; undefined where it is no template. */
  readonly parse: (text: string) => Nodes | undefined;
  /** Calls that were followed already. */
  readonly done: Set<string>;
  /** Whether something was put into a map that may have been looked into before. */
  changed: boolean;
  steps: number;
}

/** Thrown where a chart is too large to be followed. */
export const TOO_LARGE = Symbol('too large');

const MAX_STEPS = 3_000_000;
/** Something that may be so many things is taken for all of them. */
const MAX_ALTERNATIVES = 24;
const MAX_DEPTH = 100;

interface Variable {
  readonly name: string;
  values: Abstract[];
}

interface Frame {
  readonly walk: Walk;
  readonly variables: Variable[];
  readonly depth: number;
}

/** Follows a template that is executed on something, every branch of it. */
export function follow(
  walk: Walk,
  id: string,
  nodes: Nodes,
  dot: readonly Abstract[],
  depth = 0,
): void {
  if (dot.length > 0 && dot.every(isSpent)) return;
  const key = `${id}\n${keysOf(dot)}`;
  if (walk.done.has(key)) return;
  walk.done.add(key);
  if (depth > MAX_DEPTH) {
    readWhole(dot);
    return;
  }
  const frame: Frame = { walk, variables: [{ name: '$', values: [...dot] }], depth };
  list(frame, nodes, dot);
}

/** Whether all that can be reached from it is read already. */
const isSpent = (value: Abstract): boolean =>
  value.kind === 'root' ? value.root.values.whole : value.kind === 'values' && value.node.whole;

function list(frame: Frame, nodes: Nodes, dot: readonly Abstract[]): void {
  for (const node of nodes) visit(frame, node, dot);
}

function visit(frame: Frame, node: TemplateNode, dot: readonly Abstract[]): void {
  if (++frame.walk.steps > MAX_STEPS) throw TOO_LARGE;
  switch (node.kind) {
    case 'action': {
      const value = pipeline(frame, node.pipeline, dot);
      if (node.pipeline.declared.length === 0) readWhole(value);
      return;
    }
    case 'template':
      include(frame, [node.name], node.pipeline ? pipeline(frame, node.pipeline, dot) : []);
      return;
    case 'if':
    case 'with':
    case 'range':
      scoped(frame, () => branch(frame, node, dot));
  }
}

function scoped(frame: Frame, work: () => void): void {
  const mark = frame.variables.length;
  work();
  frame.variables.length = mark;
}

type Branch = Extract<TemplateNode, { kind: 'if' | 'with' | 'range' }>;

function branch(frame: Frame, node: Branch, dot: readonly Abstract[]): void {
  const { body, otherwise, kind } = node;
  const value = pipeline(frame, node.pipeline, dot);
  if (kind === 'range') {
    const items = elementsOf(value);
    const { declared } = node.pipeline;
    // With two variables the first is the key.
    assign(frame, declared.at(-1), items);
    if (declared.length > 1) clear(frame, declared[0]);
    // What the body sets is there in the next round.
    for (let round = 0; round < 2; round++) scoped(frame, () => list(frame, body, items));
  } else list(frame, body, kind === 'with' ? value : dot);
  if (otherwise) scoped(frame, () => list(frame, otherwise, dot));
}

const variable = (frame: Frame, name: string | undefined): Variable | undefined =>
  frame.variables.findLast(item => item.name === name);

function assign(frame: Frame, name: string | undefined, values: readonly Abstract[]): void {
  const found = variable(frame, name);
  if (found) found.values = unique(values);
}

function clear(frame: Frame, name: string | undefined): void {
  const found = variable(frame, name);
  if (found) found.values = [];
}

function pipeline(
  frame: Frame,
  { commands, declared, assigns }: Pipeline,
  dot: readonly Abstract[],
): readonly Abstract[] {
  let value: readonly Abstract[] | undefined;
  for (const command of commands) value = bounded(run(frame, command, dot, value));
  const result = value ?? [];
  for (const name of declared) {
    const known = assigns ? variable(frame, name) : undefined;
    // Another branch may not assign it.
    if (known) known.values = unique([...known.values, ...result]);
    else frame.variables.push({ name, values: [...result] });
  }
  return result;
}

function bounded(values: readonly Abstract[]): readonly Abstract[] {
  if (values.length <= MAX_ALTERNATIVES) return values;
  readWhole(values);
  return [];
}

function run(
  frame: Frame,
  { first, args }: Command,
  dot: readonly Abstract[],
  final: readonly Abstract[] | undefined,
): readonly Abstract[] {
  const given = (): (readonly Abstract[])[] => [
    ...args.map(arg => operand(frame, arg, dot)),
    ...(final ? [final] : []),
  ];
  if (first.kind !== 'function') {
    // A method with arguments, of files or APIs.
    if (args.length > 0 || final) readWhole(given().flat());
    return operand(frame, first, dot);
  }
  const { walk } = frame;
  const values = given();
  switch (first.name) {
    case 'include':
      return printed(frame, args[0], values);
    case 'tpl':
      return evaluated(frame, values);
    default:
      return call(first.name, {
        args: values,
        changed: () => {
          walk.changed = true;
        },
      });
  }
}

function printed(
  frame: Frame,
  name: Operand | undefined,
  [names = [], data = []]: readonly (readonly Abstract[])[],
): readonly Abstract[] {
  // Checksums are made of files that are rendered anyway.
  if (name && namesFile(name)) return [];
  const known = [...frame.walk.named.keys()];
  const matched = names.flatMap(value => {
    if (value.kind === 'text') return [value.text];
    if (value.kind === 'parts') return known.filter(item => hasParts(item, value.parts));
    readWhole(data);
    return [];
  });
  if (names.length === 0) readWhole(data);
  include(frame, matched, data);
  return [];
}

function include(frame: Frame, names: readonly string[], data: readonly Abstract[]): void {
  for (const name of names) {
    const nodes = frame.walk.named.get(name);
    if (nodes) follow(frame.walk, name, nodes, data, frame.depth + 1);
  }
}

/** What `tpl` is given as values is looked at as text; what a template writes down itself is followed. */
function evaluated(
  frame: Frame,
  [text = [], data = []]: readonly (readonly Abstract[])[],
): readonly Abstract[] {
  readWhole(text);
  for (const written of textsOf(text) ?? []) {
    const nodes = frame.walk.parse(written);
    if (nodes) follow(frame.walk, `tpl ${written}`, nodes, data, frame.depth + 1);
  }
  return [];
}

function operand(frame: Frame, item: Operand, dot: readonly Abstract[]): readonly Abstract[] {
  switch (item.kind) {
    case 'dot':
      return dot;
    case 'field':
      return fields(dot, item.names);
    case 'variable':
      return fields(variable(frame, item.name)?.values ?? [], item.names);
    case 'chain':
      return fields(operand(frame, item.base, dot), item.names);
    case 'pipeline':
      return pipeline(frame, item, dot);
    case 'string':
      return [{ kind: 'text', text: item.value }];
    case 'function':
      return run(
        frame,
        { first: item, args: [], start: item.start, end: item.end },
        dot,
        undefined,
      );
    default:
      return [];
  }
}

const fields = (values: readonly Abstract[], names: readonly string[]): readonly Abstract[] =>
  names.reduce<readonly Abstract[]>(
    (at, name) => (name === 'AsMap' ? at : bounded(fieldOf(at, name))),
    values,
  );
