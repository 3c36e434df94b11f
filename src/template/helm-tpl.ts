import { BUILTINS } from './go/builtins.ts';
import { execute } from './go/execute.ts';
import { fn, unknowableFunction } from './go/function.ts';
import { parseJson, toJson } from './go/json.ts';
import { parseTemplate } from './go/parser.ts';
import type { GoFunction } from './go/scope.ts';
import { SPRIG } from './go/sprig/index.ts';
import { type Budget, fail, Stop, unknowable } from './go/stop.ts';
import { type GoMap, type GoValue, isList, isMap, unknowableValue } from './go/value.ts';
import { parseYaml, toYaml } from './go/yaml.ts';
import type { RenderResult } from './result.ts';

/** What a chart's templates see; anything else at the root is unknowable. */
export interface HelmRoot {
  readonly Values: GoValue;
  readonly Release: GoMap;
  readonly Chart: GoMap;
}

/** Helm's converters give errors as data (https://helm.sh/docs/chart_template_guide/function_list/). */
function lenient(work: () => GoValue, onError: (message: string) => GoValue): GoValue {
  try {
    return work();
  } catch (stop) {
    if (stop instanceof Stop && stop.kind === 'error') return onError(stop.message);
    throw stop;
  }
}

const errorMap = (): GoValue => unknowable('the text of a conversion error is not known');

function required(message: string, value: GoValue): GoValue {
  return value === null || value === '' ? fail(message) : value;
}

const HELM_ONLY: readonly (readonly [string, GoFunction])[] = [
  ['include', unknowableFunction('include', "needs the chart's own templates")],
  ['lookup', unknowableFunction('lookup', 'asks the cluster')],
  ['toToml', unknowableFunction('toToml', 'is not evaluated')],
  ['fromToml', unknowableFunction('fromToml', 'is not evaluated')],
  ['required', fn(['string', 'any'], ([message, value]) => required(message, value))],
  [
    'toYaml',
    fn(['any'], ([value], budget) =>
      lenient(
        () => toYaml(value, budget),
        () => '',
      ),
    ),
  ],
  ['toYamlPretty', unknowableFunction('toYamlPretty', 'is not evaluated')],
  [
    'fromYaml',
    fn(['string'], ([text], budget) =>
      lenient(() => {
        const value = parseYaml(text, budget) ?? new Map();
        return isMap(value) ? value : errorMap();
      }, errorMap),
    ),
  ],
  [
    'fromYamlArray',
    fn(['string'], ([text], budget) =>
      lenient(() => {
        const value = parseYaml(text, budget) ?? [];
        return isList(value) ? value : errorMap();
      }, errorMap),
    ),
  ],
  ['toJson', fn(['any'], ([v], budget) => toJson(v, { html: true, indent: '' }, budget))],
  [
    'fromJson',
    fn(['string'], ([text], budget) => {
      const value = parseJson(text, budget);
      return isMap(value) ? value : errorMap();
    }),
  ],
  [
    'fromJsonArray',
    fn(['string'], ([text], budget) => {
      const value = parseJson(text, budget);
      return isList(value) ? value : errorMap();
    }),
  ],
  ['getHostByName', unknowableFunction('getHostByName', 'asks the network')],
];

const NO_VALUE = /<no value>/g;

/** `tpl` inside `tpl`; deeper than this no chart nests. */
const MAX_TPL_DEPTH = 5;

function helmFunctions(depth: number): ReadonlyMap<string, GoFunction> {
  const tpl = fn(['string', 'any'], ([text, data], budget) => {
    if (depth >= MAX_TPL_DEPTH) fail('too large: tpl nested too deeply');
    const functions = helmFunctions(depth + 1);
    const parsed = parseTemplate(text, name => functions.has(name));
    if (!parsed.ok) fail(`cannot parse template: ${parsed.error.message}`);
    const result = execute(parsed.template, data, { functions, missingKey: 'zero', budget });
    if (result.status === 'unknowable') unknowable(result.reason);
    return result.status === 'error'
      ? fail(`error during tpl function execution: ${result.error.message}`)
      : result.text.replace(NO_VALUE, '');
  });
  return new Map([...BUILTINS, ...SPRIG, ...HELM_ONLY, ['tpl', tpl] as const]);
}

/** Built once per depth that is used. */
const FUNCTIONS = helmFunctions(0);

/**
 * Renders a text as Helm's `tpl` does for a value inside `values.yaml`: sprig and Helm's functions,
 * absent values print nothing. What needs the chart's files or templates, the cluster or its
 * capabilities is unknowable. https://helm.sh/docs/howto/charts_tips_and_tricks/#using-the-tpl-function
 */
export function renderHelmTemplate(text: string, root: HelmRoot, total?: Budget): RenderResult {
  if (!text.includes('{{')) return { status: 'rendered', text };
  const parsed = parseTemplate(text, name => FUNCTIONS.has(name));
  if (!parsed.ok) return { status: 'error', error: parsed.error };
  const result = execute(parsed.template, rootData(root), {
    functions: FUNCTIONS,
    missingKey: 'zero',
    total,
  });
  return result.status === 'rendered'
    ? { status: 'rendered', text: result.text.replace(NO_VALUE, '') }
    : result;
}

function rootData(root: HelmRoot): GoMap {
  return new Map<string, GoValue>([
    ['Values', root.Values],
    ['Release', root.Release],
    ['Chart', root.Chart],
    ['Files', unknowableValue('.Files needs the files of the chart')],
    ['Capabilities', unknowableValue('.Capabilities asks the cluster')],
    ['Template', unknowableValue('.Template names a file of the chart')],
    ['Subcharts', unknowableValue('.Subcharts needs the charts below')],
  ]);
}
