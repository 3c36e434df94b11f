import type { Operand, Pipeline, TemplateNode } from './ast.ts';
import { parseGoTemplate } from './render.ts';

/** Functions that take a value which may be missing. */
const TOLERANT: ReadonlySet<string> = new Set([
  'and',
  'coalesce',
  'default',
  'empty',
  'not',
  'or',
  'ternary',
]);

/**
 * Whether a template has a use for keys that may be missing: it tests a field (`if .a`, `with .a`) or
 * gives a default for one. With `missingkey=error` such a field ends the template before it is tested.
 *
 * @see https://pkg.go.dev/text/template#Template.Option
 */
export function hasOptionalKeys(text: string): boolean {
  const parsed = parseGoTemplate(text);
  return parsed.ok && [parsed.template.root, ...parsed.template.defined.values()].some(inNodes);
}

const inNodes = (nodes: readonly TemplateNode[]): boolean => nodes.some(inNode);

function inNode(node: TemplateNode): boolean {
  switch (node.kind) {
    case 'action':
      return isTolerant(node.pipeline);
    case 'if':
    case 'with':
    case 'range':
      return (
        (node.kind !== 'range' && hasField(node.pipeline)) ||
        isTolerant(node.pipeline) ||
        inNodes(node.body) ||
        inNodes(node.otherwise ?? [])
      );
    default:
      return false;
  }
}

/** Whether a field reaches a function that is for missing values. */
function isTolerant(pipeline: Pipeline): boolean {
  return (
    (pipeline.commands.some(({ first }) => first.kind === 'function' && TOLERANT.has(first.name)) &&
      hasField(pipeline)) ||
    operands(pipeline).some(operand => operand.kind === 'pipeline' && isTolerant(operand))
  );
}

const hasField = (pipeline: Pipeline): boolean =>
  operands(pipeline).some(
    operand =>
      operand.kind === 'field' ||
      (operand.kind === 'variable' && operand.names.length > 0) ||
      (operand.kind === 'pipeline' && hasField(operand)),
  );

const operands = ({ commands }: Pipeline): readonly Operand[] =>
  commands.flatMap(({ first, args }) => [first, ...args]);
