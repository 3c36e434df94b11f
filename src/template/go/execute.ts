import type { RenderResult } from '../result.ts';
import type { Span, TemplateNode } from './ast.ts';
import { evaluatePipeline } from './evaluate.ts';
import { formatValue } from './format.ts';
import type { ParsedTemplate } from './parser.ts';
import {
  type DefinedTemplate,
  type GoFunction,
  type MissingKey,
  placedStop,
  type Scope,
  setVariable,
} from './scope.ts';
import {
  type Budget,
  createBudget,
  fail,
  MAX_LENGTH,
  OUT_OF_STEPS,
  Stop,
  settle,
  tooLarge,
  unknowable,
} from './stop.ts';
import {
  changedTrace,
  concatTraces,
  doubtedTrace,
  memberTrace,
  sliceTrace,
  type Trace,
  type TracedText,
} from './trace.ts';
import {
  type GoValue,
  int,
  integer,
  isInteger,
  isList,
  isMap,
  isTrue,
  isUnknowable,
  ordered,
  sortedKeys,
} from './value.ts';

export interface ExecuteOptions {
  readonly functions: ReadonlyMap<string, GoFunction>;
  readonly missingKey: MissingKey;
  /** The ration of this rendering; `total` is one that it shares with others. */
  readonly budget?: Budget;
  readonly total?: Budget | undefined;
  /** Where the template's own text comes from: the result is then traced, too. */
  readonly trace?: Trace;
}

/** Templates calling templates; Go allows far more, no manifest needs it. */
const MAX_DEPTH = 120;

type Signal = 'break' | 'continue' | undefined;

/** Executes a parsed template on its data; never throws on what a template does. */
export function execute(
  template: ParsedTemplate,
  data: GoValue,
  options: ExecuteOptions,
): RenderResult {
  if (options.total?.isSpent()) {
    return {
      status: 'error',
      error: { message: OUT_OF_STEPS, start: 0, end: template.text.length },
    };
  }
  const root = namedTemplates('', template, options.trace);
  const scope = createScope({
    functions: options.functions,
    missingKey: options.missingKey,
    budget: options.budget ?? createBudget(options.total),
    tracing: options.trace !== undefined,
    templates: root.templates,
  });
  try {
    return { status: 'rendered', ...callTemplate(scope, root.main, data, undefined) };
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    if (options.total) settle(stop, options.total);
    const { start, end } = stop.placed ?? { start: 0, end: template.text.length };
    return stop.kind === 'error'
      ? { status: 'error', error: { message: stop.message, start, end } }
      : { status: 'unknowable', reason: stop.message, start, end };
  }
}

/** A parsed text's own template, and those that it defines. */
export function namedTemplates(
  file: string,
  { text, root, defined }: ParsedTemplate,
  trace: Trace,
): { readonly main: DefinedTemplate; readonly templates: Map<string, DefinedTemplate> } {
  const named = (nodes: readonly TemplateNode[]): DefinedTemplate => ({ file, text, trace, nodes });
  const templates = new Map([...defined].map(([name, nodes]) => [name, named(nodes)] as const));
  return { main: named(root), templates };
}

const NOTHING: DefinedTemplate = { file: '', text: '', trace: undefined, nodes: [] };

/** A scope in which templates can be called. */
export function createScope(
  given: Pick<Scope, 'functions' | 'missingKey' | 'budget' | 'tracing' | 'templates' | 'asked'>,
): Scope {
  return {
    ...given,
    template: NOTHING,
    variables: [],
    out: [],
    length: 0,
    depth: 0,
    doubt: undefined,
    dotTrace: undefined,
    trace: undefined,
    argumentTraces: [],
  };
}

/**
 * What a template prints for some data. A Stop that comes out of it knows the template it happened
 * in; the scope is left as it was.
 */
export function callTemplate(
  scope: Scope,
  template: DefinedTemplate,
  data: GoValue,
  dataTrace: Trace,
): TracedText {
  if (scope.depth >= MAX_DEPTH) tooLarge('templates call each other too deeply');
  const { out, depth, doubt, variables, dotTrace, trace, argumentTraces } = scope;
  const outer = { template: scope.template, templates: scope.templates };
  scope.depth++;
  scope.out = [];
  enter(scope, template, data, dataTrace);
  try {
    walkList(scope, data, template.nodes);
    let text = '';
    for (const part of scope.out) text += part.text;
    return { text, trace: scope.tracing ? concatTraces(scope.out) : undefined };
  } catch (stop) {
    throw inside(template, stop);
  } finally {
    scope.template = outer.template;
    scope.templates = outer.templates;
    scope.out = out;
    scope.depth = depth;
    scope.doubt = doubt;
    scope.variables = variables;
    scope.dotTrace = dotTrace;
    scope.trace = trace;
    scope.argumentTraces = argumentTraces;
  }
}

function enter(scope: Scope, template: DefinedTemplate, data: GoValue, trace: Trace): void {
  scope.template = template;
  scope.variables = [{ name: '$', value: data, trace }];
  scope.dotTrace = trace;
}

function inside({ file }: DefinedTemplate, error: unknown): unknown {
  if (error instanceof RangeError) {
    const stop = new Stop('error', 'too large: templates call each other too deeply');
    stop.template = file;
    return stop;
  }
  if (error instanceof Stop) {
    error.template ??= file;
    error.levels++;
  }
  return error;
}

function write(run: Scope, text: string, trace: Trace): void {
  run.length += text.length;
  if (run.length > (run.budget.longest ?? MAX_LENGTH)) tooLarge('the output');
  run.out.push({
    text,
    trace: run.doubt === undefined ? trace : doubtedTrace(trace, text.length, run.doubt),
  });
}

function walkList(run: Scope, dot: GoValue, nodes: readonly TemplateNode[]): Signal {
  for (const node of nodes) {
    run.budget.spend(1);
    try {
      const signal = walk(run, dot, node);
      if (signal) return signal;
    } catch (stop) {
      throw placedStop(stop, node);
    }
  }
  return undefined;
}

function walk(run: Scope, dot: GoValue, node: TemplateNode): Signal {
  switch (node.kind) {
    case 'text':
      write(run, node.text, textTrace(run, node.start, node.end));
      return undefined;
    case 'action': {
      const value = evaluatePipeline(run, dot, node.pipeline);
      if (node.pipeline.declared.length === 0) print(run, value, node);
      return undefined;
    }
    case 'break':
    case 'continue':
      return node.kind;
    case 'template':
      walkTemplate(run, dot, node);
      return undefined;
    default: {
      // Variables declared inside end with it.
      const mark = run.variables.length;
      const signal = node.kind === 'range' ? walkRange(run, dot, node) : walkBranch(run, dot, node);
      run.variables.length = mark;
      return signal;
    }
  }
}

const textTrace = ({ tracing, template }: Scope, start: number, end: number): Trace =>
  tracing ? sliceTrace(template.trace, template.text.length, start, end) : undefined;

function print(run: Scope, value: GoValue, { start, end }: Span): void {
  const text = value === undefined ? '<no value>' : formatValue(value, run.budget);
  if (!run.tracing) {
    write(run, text, undefined);
    return;
  }
  // What comes from nowhere else comes from the action that prints it.
  const trace = run.trace ?? changedTrace(textTrace(run, start, end), text.length);
  // A number may be printed with other characters than it was written with.
  const isExact = typeof value === 'string' || !Array.isArray(trace);
  write(run, text, isExact ? trace : changedTrace(trace, text.length));
}

type Branch = Extract<TemplateNode, { kind: 'if' | 'with' | 'range' }>;

function walkBranch(run: Scope, dot: GoValue, node: Branch): Signal {
  const before = run.asked?.count;
  const value = known(evaluatePipeline(run, dot, node.pipeline));
  const { doubt } = run;
  if (run.asked && run.asked.count !== before) run.doubt ??= run.asked.doubt;
  const signal = walkChosen(run, dot, node, value);
  run.doubt = doubt;
  return signal;
}

function walkChosen(run: Scope, dot: GoValue, node: Branch, value: GoValue): Signal {
  if (!isTrue(value)) return node.otherwise ? walkList(run, dot, node.otherwise) : undefined;
  return node.kind === 'with'
    ? withDot(run, value, run.trace, node.body)
    : walkList(run, dot, node.body);
}

function withDot(run: Scope, dot: GoValue, trace: Trace, nodes: readonly TemplateNode[]): Signal {
  const outer = run.dotTrace;
  run.dotTrace = trace;
  const signal = walkList(run, dot, nodes);
  run.dotTrace = outer;
  return signal;
}

const known = (value: GoValue): GoValue => (isUnknowable(value) ? unknowable(value.reason) : value);

function walkRange(run: Scope, dot: GoValue, node: Branch): Signal {
  const value = known(evaluatePipeline(run, dot, node.pipeline));
  const { declared } = node.pipeline;
  if (isInteger(value) && declared.length > 1) {
    fail(`can't use ${value.value} to iterate over more than one variable`);
  }
  const mark = run.variables.length;
  let ran = false;
  for (const [key, item] of elements(run, value)) {
    ran = true;
    run.budget.spend(1);
    const trace =
      run.tracing && (typeof key === 'string' || isInteger(key))
        ? memberTrace(value, isInteger(key) ? Number(key.value) : key)
        : undefined;
    bind(run, node, mark, [key, item], trace);
    const signal = withDot(run, item, trace, node.body);
    run.variables.length = mark;
    if (signal === 'break') break;
  }
  return !ran && node.otherwise ? walkList(run, dot, node.otherwise) : undefined;
}

function* elements(run: Scope, value: GoValue): Generator<readonly [GoValue, GoValue]> {
  if (value === undefined || value === null) return;
  if (isInteger(value)) {
    for (let i = 0n; i < value.value; i++) yield [undefined, integer(value.type, i)];
  } else if (isList(value)) {
    for (const [index, item] of ordered(value).entries()) yield [int(index), item];
  } else if (isMap(value)) {
    run.budget.spend(value.size);
    for (const key of sortedKeys(value)) yield [key, value.get(key)];
  } else {
    fail(`range can't iterate over ${formatValue(value, run.budget)}`);
  }
}

/** With two variables the index comes first, with one it is the element. */
function bind(
  run: Scope,
  node: Branch,
  mark: number,
  [key, item]: readonly [GoValue, GoValue],
  trace: Trace,
): void {
  const { declared, assigns } = node.pipeline;
  const [first, second] = declared;
  if (first === undefined) return;
  const pairs: (readonly [string, GoValue])[] =
    second === undefined
      ? [[first, item]]
      : [
          [first, key],
          [second, item],
        ];
  for (const [index, [name, value]] of pairs.entries()) {
    // The pipeline pushed a variable for each declaration just below the mark.
    if (assigns) setVariable(run, name, value, trace);
    else run.variables[mark - pairs.length + index] = { name, value, trace };
  }
}

function walkTemplate(
  run: Scope,
  dot: GoValue,
  node: Extract<TemplateNode, { kind: 'template' }>,
): void {
  const template = run.templates.get(node.name);
  if (!template) fail(`template "${node.name}" not defined`);
  const data = node.pipeline ? evaluatePipeline(run, dot, node.pipeline) : undefined;
  // Go loses nil on the way: of no value at all every field is nothing, and no error.
  const { text, trace } = callTemplate(run, template, data ?? undefined, run.trace);
  run.length -= text.length;
  write(run, text, trace);
}
