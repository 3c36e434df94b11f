import type { Operand, Pipeline, Span, TemplateNode } from './ast.ts';
import type { ParsedTemplate } from './parser.ts';

/** One use of a field of the data. */
export interface Expression extends Span {
  readonly path: readonly string[];
  /** Whether the path starts at the parameters; false inside a `range` or `define`. */
  readonly rooted: boolean;
}

/** The path that dot stands for; undefined when it is an element or anything else. */
type Dot = readonly string[] | undefined;

/**
 * The field paths a template uses, in the order of the text: `.path.basename` is
 * `['path', 'basename']`, `$.a` and the `.b` of `{{with .a}}{{.b}}{{end}}` are followed.
 */
export function expressionsOf(template: ParsedTemplate): Expression[] {
  const out: Expression[] = [];
  visitNodes(template.root, [], out);
  for (const body of template.defined.values()) visitNodes(body, undefined, out);
  return out.sort((a, b) => a.start - b.start);
}

function visitNodes(nodes: readonly TemplateNode[], dot: Dot, out: Expression[]): void {
  for (const node of nodes) {
    if ('pipeline' in node && node.pipeline) visitPipeline(node.pipeline, dot, out);
    if (!('body' in node)) continue;
    visitNodes(node.body, innerDot(node, dot), out);
    visitNodes(node.otherwise ?? [], dot, out);
  }
}

function innerDot(node: TemplateNode & { body: unknown }, dot: Dot): Dot {
  if (node.kind === 'if') return dot;
  if (node.kind !== 'with') return undefined;
  const [command, ...more] = node.pipeline.commands;
  if (!command || more.length > 0 || command.args.length > 0) return undefined;
  return pathOf(command.first, dot);
}

function pathOf(operand: Operand, dot: Dot): Dot {
  if (operand.kind === 'dot') return dot;
  if (operand.kind === 'field') return dot && [...dot, ...operand.names];
  return operand.kind === 'variable' && operand.name === '$' ? operand.names : undefined;
}

function visitPipeline(pipeline: Pipeline, dot: Dot, out: Expression[]): void {
  for (const { first, args } of pipeline.commands) {
    for (const operand of [first, ...args]) visitOperand(operand, dot, out);
  }
}

function visitOperand(operand: Operand, dot: Dot, out: Expression[]): void {
  if (operand.kind === 'pipeline') visitPipeline(operand, dot, out);
  if (operand.kind === 'chain') visitOperand(operand.base, dot, out);
  const isRoot = operand.kind === 'variable' && operand.name === '$' && operand.names.length > 0;
  if (operand.kind !== 'field' && !isRoot) return;
  const path = pathOf(operand, dot);
  const { start, end } = operand;
  out.push({
    path: path ?? ('names' in operand ? operand.names : []),
    rooted: path !== undefined,
    start,
    end,
  });
}
