import type { Operand } from '../../template/go/ast.ts';
import {
  type Abstract,
  type Dict,
  elementsOf,
  fieldOf,
  mergeInto,
  put,
  readWhole,
  unique,
} from './tree.ts';

/** What a call gives, of what its arguments may be. */
export interface Called {
  readonly args: readonly (readonly Abstract[])[];
  /** Says that a map was changed that others may have looked into before. */
  changed(): void;
}

type Rule = (call: Called) => readonly Abstract[];

const all: Rule = ({ args }) => args.flat();
const first: Rule = ({ args }) => args[0] ?? [];
const lastOf: Rule = ({ args }) => args.at(-1) ?? [];
const nothing: Rule = () => [];
const element: Rule = ({ args }) => elementsOf(args[0] ?? []);
const list: Rule = ({ args }) => [{ kind: 'list', items: unique(args.flat()) }];

/** The texts that something may be; `undefined` where it may also be others. */
export function textsOf(values: readonly Abstract[]): readonly string[] | undefined {
  const texts = values.map(value => (value.kind === 'text' ? value.text : undefined));
  return texts.length > 0 && texts.every(text => text !== undefined)
    ? (texts as readonly string[])
    : undefined;
}

function step(values: readonly Abstract[], key: readonly Abstract[]): Abstract[] {
  const names = textsOf(key);
  return names ? unique(names.flatMap(name => fieldOf(values, name))) : elementsOf(values);
}

const steps = (values: readonly Abstract[], keys: readonly (readonly Abstract[])[]): Abstract[] =>
  keys.reduce<Abstract[]>(step, [...values]);

let dicts = 0;
export const newDict = (): Dict => ({ id: ++dicts, fields: new Map(), merged: [] });

/** Merging keeps the first map and changes it; the result is that map. */
const merge: Rule = ({ args: [into = [], ...from], changed }) => {
  if (mergeInto(into, from.flat())) changed();
  const isOwn = into.every(({ kind }) => kind === 'values' || kind === 'dict');
  return isOwn && into.length > 0 ? into : unique([...into, ...from.flat()]);
};

/** Lists of elements that are handed on one by one. */
const joined: Rule = ({ args }) => [
  { kind: 'list', items: unique(args.flatMap(arg => elementsOf(arg))) },
];
const withMore: Rule = ({ args: [items = [], ...more] }) => [
  { kind: 'list', items: unique([...elementsOf(items), ...more.flat()]) },
];

/** Functions that hand on what they get, or part of it, or only ask of what kind it is. */
const RULES: Readonly<Record<string, Rule>> = {
  default: all,
  coalesce: all,
  ternary: all,
  or: all,
  and: all,
  required: lastOf,
  deepCopy: first,
  mustDeepCopy: first,
  omit: first,
  unset: first,
  first: element,
  mustFirst: element,
  last: element,
  mustLast: element,
  values: ({ args }) => [{ kind: 'list', items: elementsOf(args[0] ?? []) }],
  keys: ({ args }) => {
    for (const arg of args) elementsOf(arg);
    return [];
  },
  list,
  tuple: list,
  concat: joined,
  append: withMore,
  mustAppend: withMore,
  prepend: withMore,
  mustPrepend: withMore,
  compact: joined,
  uniq: joined,
  mustUniq: joined,
  reverse: joined,
  get: ({ args: [map = [], key = []] }) => step(map, key),
  hasKey: ({ args: [map = [], key = []] }) => {
    step(map, key);
    return [];
  },
  index: ({ args: [value = [], ...keys] }) => steps(value, keys),
  dig: ({ args }) => [
    ...steps(args.at(-1) ?? [], args.slice(0, -2)),
    ...(args.length > 1 ? (args.at(-2) ?? []) : []),
  ],
  pluck: ({ args: [key = [], ...maps] }) => [
    { kind: 'list', items: unique(maps.flatMap(map => step(map, key))) },
  ],
  pick: ({ args: [map = [], ...keys] }) => {
    const dict = newDict();
    for (const key of keys) {
      const names = textsOf(key);
      if (!names) return map;
      for (const name of names) dict.fields.set(name, fieldOf(map, name));
    }
    return [{ kind: 'dict', dict }];
  },
  dict: ({ args }) => {
    const dict = newDict();
    for (let i = 0; i + 1 < args.length; i += 2) {
      for (const name of textsOf(args[i] ?? []) ?? ['*'])
        put([{ kind: 'dict', dict }], name, args[i + 1] ?? []);
    }
    return [{ kind: 'dict', dict }];
  },
  set: ({ args: [map = [], key = [], value = []], changed }) => {
    for (const name of textsOf(key) ?? ['*']) if (put(map, name, value)) changed();
    return map;
  },
  merge,
  mustMerge: merge,
  mergeOverwrite: merge,
  mustMergeOverwrite: merge,
  printf: ({ args: [format = [], ...args] }) => {
    readWhole(args.flat());
    const [text] = textsOf(format) ?? [];
    return text === undefined ? [] : formatted(text, args);
  },
  print: ({ args }) => {
    readWhole(args.flat());
    return like(args.map(arg => textsOf(arg)));
  },
  ...Object.fromEntries(
    [
      'not empty eq ne lt le gt ge len kindIs kindOf typeIs typeOf typeIsLike isNil has mustHas',
      'hasPrefix hasSuffix contains regexMatch mustRegexMatch semverCompare fail',
    ]
      .join(' ')
      .split(' ')
      .map(name => [name, nothing] as const),
  ),
};

/** A text of parts, of which some are not known. */
function like(parts: readonly (readonly string[] | undefined)[]): Abstract[] {
  const known = [''];
  for (const part of parts) {
    if (part?.length === 1) known.push((known.pop() ?? '') + (part[0] ?? ''));
    else known.push('');
  }
  if (known.length === 1) return [{ kind: 'text', text: known[0] ?? '' }];
  return known.some(part => part !== '') ? [{ kind: 'parts', parts: known }] : [];
}

/** Whether a name has these parts, one after the other, the first and the last at its ends. */
export function hasParts(name: string, parts: readonly string[]): boolean {
  const [head = '', ...rest] = parts;
  const tail = rest.pop() ?? '';
  if (!name.startsWith(head) || name.length < head.length + tail.length) return false;
  let at = head.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.endsWith(tail) && name.length - tail.length >= at;
}

function formatted(format: string, args: readonly (readonly Abstract[])[]): Abstract[] {
  let at = 0;
  const parts = format
    .split(/(%[-+# 0]*\d*(?:\.\d+)?[a-zA-Z%])/)
    .map(part =>
      !part.startsWith('%') ? [part] : part === '%%' ? ['%'] : textsOf(args[at++] ?? []),
    );
  return like(parts);
}

/** What a function gives; of one that is not known all arguments are read in full. */
export function call(name: string, called: Called): readonly Abstract[] {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  if (rule) return unique(rule(called));
  readWhole(called.args.flat());
  return [];
}

/** Whether it is `$.Template.BasePath` or holds it: the name of a file of the chart. */
export const namesFile = (operand: Operand): boolean =>
  operand.kind === 'pipeline'
    ? operand.commands.some(({ first: head, args }) => [head, ...args].some(namesFile))
    : 'names' in operand && ['BasePath', 'Name'].includes(operand.names.at(-1) ?? '');
