import type { RenderResult } from '../result.ts';
import type { TemplateNode } from './ast.ts';
import { evaluatePipeline } from './evaluate.ts';
import { formatValue } from './format.ts';
import type { GoFunction } from './function.ts';
import type { ParsedTemplate } from './parser.ts';
import { type MissingKey, placed, type Scope, setVariable } from './scope.ts';
import {
  type Budget,
  createBudget,
  FAILURE_COST,
  fail,
  MAX_LENGTH,
  Stop,
  tooLarge,
  unknowable,
} from './stop.ts';
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
}

interface Run extends Scope {
  readonly defined: ParsedTemplate['defined'];
  readonly out: string[];
  length: number;
  depth: number;
}

/** Templates calling templates; Go allows far more, no manifest needs it. */
const MAX_DEPTH = 50;

type Signal = 'break' | 'continue' | undefined;

/** Executes a parsed template on its data; never throws on what a template does. */
export function execute(
  template: ParsedTemplate,
  data: GoValue,
  options: ExecuteOptions,
): RenderResult {
  const run: Run = {
    text: template.text,
    defined: template.defined,
    functions: options.functions,
    missingKey: options.missingKey,
    budget: options.budget ?? createBudget(options.total),
    variables: [{ name: '$', value: data }],
    out: [],
    length: 0,
    depth: 0,
  };
  try {
    walkList(run, data, template.root);
    return { status: 'rendered', text: run.out.join('') };
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    settle(options.total);
    const { start, end } = stop.placed ?? { start: 0, end: template.text.length };
    return stop.kind === 'error'
      ? { status: 'error', error: { message: stop.message, start, end } }
      : { status: 'unknowable', reason: stop.message, start, end };
  }
}

/** A failure has its price; that there is nothing left to pay with shows in the next rendering. */
function settle(total: Budget | undefined): void {
  try {
    total?.spend(FAILURE_COST);
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
  }
}

function write(run: Run, text: string): void {
  run.length += text.length;
  if (run.length > MAX_LENGTH) tooLarge('the output');
  run.out.push(text);
}

function walkList(run: Run, dot: GoValue, nodes: readonly TemplateNode[]): Signal {
  for (const node of nodes) {
    run.budget.spend(1);
    const signal = placed(node, () => walk(run, dot, node));
    if (signal) return signal;
  }
  return undefined;
}

function walk(run: Run, dot: GoValue, node: TemplateNode): Signal {
  switch (node.kind) {
    case 'text':
      write(run, node.text);
      return undefined;
    case 'action': {
      const value = evaluatePipeline(run, dot, node.pipeline);
      if (node.pipeline.declared.length === 0) print(run, value);
      return undefined;
    }
    case 'break':
    case 'continue':
      return node.kind;
    case 'template':
      walkTemplate(run, dot, node);
      return undefined;
    case 'range':
      return scoped(run, () => walkRange(run, dot, node));
    default:
      return scoped(run, () => walkBranch(run, dot, node));
  }
}

/** Variables declared inside end with it. */
function scoped(run: Run, work: () => Signal): Signal {
  const mark = run.variables.length;
  const signal = work();
  run.variables.length = mark;
  return signal;
}

const print = (run: Run, value: GoValue): void =>
  write(run, value === undefined ? '<no value>' : formatValue(value, run.budget));

type Branch = Extract<TemplateNode, { kind: 'if' | 'with' | 'range' }>;

function walkBranch(run: Run, dot: GoValue, node: Branch): Signal {
  const value = known(evaluatePipeline(run, dot, node.pipeline));
  if (isTrue(value)) return walkList(run, node.kind === 'with' ? value : dot, node.body);
  return node.otherwise ? walkList(run, dot, node.otherwise) : undefined;
}

const known = (value: GoValue): GoValue => (isUnknowable(value) ? unknowable(value.reason) : value);

function walkRange(run: Run, dot: GoValue, node: Branch): Signal {
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
    bind(run, node, mark, key, item);
    const signal = walkList(run, item, node.body);
    run.variables.length = mark;
    if (signal === 'break') break;
  }
  return !ran && node.otherwise ? walkList(run, dot, node.otherwise) : undefined;
}

function* elements(run: Run, value: GoValue): Generator<readonly [GoValue, GoValue]> {
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
function bind(run: Run, node: Branch, mark: number, key: GoValue, item: GoValue): void {
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
    if (assigns) setVariable(run, name, value);
    else run.variables[mark - pairs.length + index] = { name, value };
  }
}

function walkTemplate(
  run: Run,
  dot: GoValue,
  node: Extract<TemplateNode, { kind: 'template' }>,
): void {
  const body = run.defined.get(node.name);
  if (!body) fail(`template "${node.name}" not defined`);
  if (run.depth >= MAX_DEPTH) tooLarge('templates call each other too deeply');
  const data = node.pipeline ? evaluatePipeline(run, dot, node.pipeline) : undefined;
  const outer = run.variables;
  run.variables = [{ name: '$', value: data }];
  run.depth++;
  walkList(run, data, body);
  run.depth--;
  run.variables = outer;
}
