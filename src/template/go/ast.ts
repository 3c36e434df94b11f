import type { NumberLiteral } from './number.ts';

/** UTF-16 offsets in the template's text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Operand =
  | (Span & { readonly kind: 'field'; readonly names: readonly string[] })
  | (Span & { readonly kind: 'variable'; readonly name: string; readonly names: readonly string[] })
  | (Span & { readonly kind: 'chain'; readonly base: Operand; readonly names: readonly string[] })
  | (Span & { readonly kind: 'function'; readonly name: string })
  | (Span & { readonly kind: 'number'; readonly literal: NumberLiteral; readonly isRune: boolean })
  | (Span & { readonly kind: 'string'; readonly value: string })
  | (Span & { readonly kind: 'bool'; readonly value: boolean })
  | (Span & { readonly kind: 'dot' })
  | (Span & { readonly kind: 'nil' })
  | Pipeline;

export interface Command extends Span {
  /** Never empty; the first is the value or the function. */
  readonly first: Operand;
  readonly args: readonly Operand[];
}

export interface Pipeline extends Span {
  readonly kind: 'pipeline';
  readonly declared: readonly string[];
  /** `=` instead of `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

export type TemplateNode =
  | (Span & { readonly kind: 'text'; readonly text: string })
  | (Span & { readonly kind: 'action'; readonly pipeline: Pipeline })
  | (Span & {
      readonly kind: 'if' | 'with' | 'range';
      readonly pipeline: Pipeline;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[] | undefined;
    })
  | (Span & {
      readonly kind: 'template';
      readonly name: string;
      readonly pipeline: Pipeline | undefined;
    })
  | (Span & { readonly kind: 'break' | 'continue' });
