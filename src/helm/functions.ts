import { parse as parseToml } from 'smol-toml';
import type { SourceText } from '../source/text.ts';
import { BUILTINS } from '../template/go/builtins.ts';
import { callTemplate, namedTemplates } from '../template/go/execute.ts';
import { fn, unknowableFunction, variadic } from '../template/go/function.ts';
import { fromPlain, parseJson } from '../template/go/json.ts';
import { methodOf } from '../template/go/methods.ts';
import { type ParseResult, parseTemplate } from '../template/go/parser.ts';
import type { GoFunction, Scope } from '../template/go/scope.ts';
import { SPRIG } from '../template/go/sprig/index.ts';
import { type Budget, fail, isTooLarge, Stop } from '../template/go/stop.ts';
import { sliceTrace, type Trace } from '../template/go/trace.ts';
import {
  compareStrings,
  type GoMap,
  type GoValue,
  isList,
  isMap,
  stringList,
  typeName,
} from '../template/go/value.ts';
import { emitTraced, PRETTY } from '../template/go/yaml-emitter.ts';
import { parseYaml } from '../yaml/parse.ts';
import { behaviourOf, type HelmBehaviour, NEWEST_HELM } from './behaviour.ts';
import { OPAQUE_FUNCTIONS } from './opaque.ts';
import { emitToml } from './toml.ts';
import { withTracesOf } from './traced-values.ts';
import { goValue, newTable, type Table } from './values.ts';

/** The longest template and text of a chart: CRDs in templates are large. */
export const MAX_TEMPLATE = 8_000_000;

const NO_VALUE = '<no value>';

/** Helm's own cure for what an absent value prints. */
export function withoutNoValue(text: string, trace: Trace): { text: string; trace: Trace } {
  if (!text.includes(NO_VALUE)) return { text, trace };
  const parts = text.split(NO_VALUE);
  const traces = [];
  let at = 0;
  for (const part of parts) {
    const piece = sliceTrace(trace, text.length, at, at + part.length);
    if (piece && !('kind' in piece)) traces.push(...piece);
    else if (piece) traces.push({ length: part.length, source: piece, at: 0 });
    at += part.length + NO_VALUE.length;
  }
  return { text: parts.join(''), trace: trace && traces };
}

/** Go loses nil on the way to a template: of no value at all every field is nothing, and no error. */
const dotOf = (data: GoValue): GoValue => data ?? undefined;

const include = fn(['string', 'any'], ([name, data], _, scope) => {
  const template =
    scope.templates.get(name) ??
    fail(`template: no template "${name}" associated with template "gotpl"`);
  const { text, trace } = callTemplate(scope, template, dotOf(data), scope.argumentTraces[1]);
  scope.trace = trace ?? [];
  return text;
});

const parsed = new WeakMap<Budget, Map<string, ParseResult>>();

/** `tpl` is often called with the same text; the budget stands for one rendering. */
function parseOnce(text: string, { budget, functions }: Scope): ParseResult {
  const known = parsed.get(budget) ?? new Map<string, ParseResult>();
  parsed.set(budget, known);
  const result = known.get(text) ?? parseTemplate(text, name => functions.has(name), MAX_TEMPLATE);
  known.set(text, result);
  return result;
}

const tpl = fn(['string', 'any'], ([text, data], _, scope) => {
  const source = scope.argumentTraces[0];
  if (!text.includes('{{')) {
    const plain = withoutNoValue(text, source);
    scope.trace = plain.trace;
    return plain.text;
  }
  const result = parseOnce(text, scope);
  if (!result.ok) {
    return fail(
      `cannot parse template ${JSON.stringify(text)}: template: gotpl: ${result.error.message}`,
    );
  }
  const file = `tpl ${JSON.stringify(text)}`;
  const { main, templates } = namedTemplates(file, result.template, source);
  const outer = scope.templates;
  if (templates.size > 0) scope.templates = new Map([...outer, ...templates]);
  try {
    const called = callTemplate(scope, main, dotOf(data), scope.argumentTraces[1]);
    const clean = withoutNoValue(called.text, called.trace);
    scope.trace = clean.trace ?? [];
    return clean.text;
  } finally {
    scope.templates = outer;
  }
});

const required = fn(['string', 'any'], ([message, value]) =>
  value === null || value === undefined || value === '' ? refuse(message) : value,
);

/** The chart's author refuses these values, in words of their own. */
function refuse(message: string): never {
  const stop = new Stop('error', message);
  stop.isOwnWords = true;
  throw stop;
}

const yamlWriter = (style?: typeof PRETTY): GoFunction =>
  fn(['any'], ([value], budget, scope) => {
    try {
      const { text, trace } = emitTraced(value, scope.argumentTraces[0], budget, style);
      scope.trace = trace;
      return text;
    } catch (stop) {
      if (isOwnFailure(stop)) return '';
      throw stop;
    }
  });

/** A failure of the conversion, not of the whole rendering's bounds. */
const isOwnFailure = (stop: unknown): stop is Stop =>
  stop instanceof Stop && stop.kind === 'error' && !isTooLarge(stop.message);

/** What Go calls the kinds of JSON. */
function jsonKind(value: GoValue): string {
  if (isList(value)) return 'array';
  if (isMap(value)) return 'object';
  if (typeof value === 'string') return 'string';
  return typeof value === 'boolean' ? 'bool' : 'number';
}

const WANTED = { map: 'map[string]interface {}', list: '[]interface {}' };

/**
 * Converters give errors as data.
 *
 * @param before what the format's own reader says before what is wrong with the JSON that it made
 */
function reader(
  read: (text: string, trace: Trace, budget: Budget) => GoValue,
  kind: 'map' | 'list',
  before = '',
): GoFunction {
  const onError = (message: string): GoValue =>
    kind === 'map' ? newTable([['Error', message]]) : [message];
  return fn(['string'], ([text], budget, scope) => {
    try {
      const value = read(text, scope.argumentTraces[0], budget);
      if (value === null || (kind === 'map' ? isMap(value) : isList(value))) return value;
      return onError(
        `${before}json: cannot unmarshal ${jsonKind(value)} into Go value of type ${WANTED[kind]}`,
      );
    } catch (stop) {
      if (isOwnFailure(stop)) return onError(stop.message);
      throw stop;
    }
  });
}

const YAML_ERROR = 'error unmarshaling JSON: while decoding JSON: ';

const readYaml =
  (empty: () => GoValue) =>
  (text: string, trace: Trace, budget: Budget): GoValue => {
    budget.spend(1 + text.length / 8);
    const file: SourceText = { path: '', text };
    const { documents, broken, problems } = parseYaml(file);
    if (broken) fail(`error converting YAML to JSON: yaml: ${problems[0]?.message ?? ''}`);
    const value = documents[0]?.value;
    if (!value || (value.kind === 'scalar' && value.value === null)) return empty();
    const plain = goValue(value, false);
    if (trace !== undefined) withTracesOf(plain, value, text.length, trace);
    return plain;
  };

const readJson = (text: string, _: Trace, budget: Budget): GoValue => {
  const value = parseJson(text, budget);
  return value === undefined
    ? fail('invalid character looking for beginning of value')
    : ownMaps(value);
};

function readToml(text: string, _: Trace, budget: Budget): GoValue {
  budget.spend(1 + text.length / 8);
  try {
    return ownMaps(fromPlain(parseToml(text), budget));
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/** The same data in maps that templates may change. */
function ownMaps(value: GoValue): GoValue {
  if (isList(value)) return value.map(ownMaps);
  if (!isMap(value)) return value;
  return newTable([...value].map(([key, item]) => [key, ownMaps(item)] as const));
}

/** Go's maps have no order; any will do, and this one is the same every time. */
const sortedKeysOf = (map: GoMap): string[] => [...map.keys()].sort(compareStrings);

const DIG = SPRIG.get('dig');
const dig = variadic([], 'any', (_, args, budget, scope) => {
  if (methodOf(args.at(-1), 'AsMap')) {
    fail(
      `interface conversion: interface {} is ${typeName(args.at(-1))}, not map[string]interface {}`,
    );
  }
  return DIG?.call(args, budget, scope) ?? null;
});

/**
 * Helm's `lookup`, which finds nothing where there is no cluster: so it is for Argo CD and kustomize.
 *
 * @param onAsked told that a template asked
 */
export function lookupFunction(onAsked: () => void): GoFunction {
  return fn(['string', 'string', 'string', 'string'], (): Table => {
    onAsked();
    return newTable();
  });
}

const HELM_FUNCTIONS: readonly (readonly [string, GoFunction])[] = [
  ...OPAQUE_FUNCTIONS,
  ['include', include],
  ['tpl', tpl],
  ['required', required],
  ['fail', fn(['string'], ([message]) => refuse(message))],
  ['dig', dig],
  ['toYaml', yamlWriter()],
  ['toYamlPretty', yamlWriter(PRETTY)],
  ['fromYaml', reader(readYaml(newTable), 'map', YAML_ERROR)],
  [
    'fromYamlArray',
    reader(
      readYaml(() => []),
      'list',
      YAML_ERROR,
    ),
  ],
  ['fromJson', reader(readJson, 'map')],
  ['fromJsonArray', reader(readJson, 'list')],
  ['toToml', fn(['any'], ([value], budget) => emitToml(value, budget))],
  ['fromToml', reader(readToml, 'map')],
  ['lookup', lookupFunction(() => {})],
  ['getHostByName', fn(['string'], () => '')],
  [
    'keys',
    variadic([], 'map', (_, maps, budget) => {
      budget.spend(maps.reduce((sum, map) => sum + map.size, 0));
      return stringList(maps.flatMap(sortedKeysOf));
    }),
  ],
  ['values', fn(['map'], ([map]) => sortedKeysOf(map).map(key => map.get(key)))],
];

/** What writes YAML and TOML and fails where it can't, as Helm 4 has it beside the lenient ones. */
const strictYaml = fn(['any'], ([value], budget, scope) => {
  const { text, trace } = emitTraced(value, scope.argumentTraces[0], budget);
  scope.trace = trace;
  return text;
});

const BY_RELEASE: Readonly<Record<string, GoFunction>> = {
  mustToYaml: strictYaml,
  mustToToml: fn(['any'], ([value], budget) => emitToml(value, budget)),
};

type Functions = ReadonlyMap<string, GoFunction>;

const BASE: Functions = new Map([...BUILTINS, ...SPRIG, ...HELM_FUNCTIONS]);

const byNames = new WeakMap<ReadonlySet<string>, Functions>();

/** Everything that a chart's templates may call (https://helm.sh/docs/chart_template_guide/function_list/). */
export function chartFunctions({ newFunctions }: HelmBehaviour): Functions {
  if (newFunctions.size === 0) return BASE;
  const known =
    byNames.get(newFunctions) ??
    new Map([
      ...BASE,
      ...[...newFunctions].map(
        name => [name, BY_RELEASE[name] ?? unknowableFunction(name, 'is not evaluated')] as const,
      ),
    ]);
  byNames.set(newFunctions, known);
  return known;
}

/** What any release of Helm lets templates call. */
export const ALL_FUNCTIONS = chartFunctions(behaviourOf(NEWEST_HELM));
