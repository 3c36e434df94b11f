import type { Trace } from './go/trace.ts';

/** What is wrong with a template, at UTF-16 offsets inside the template's own text. */
export interface TemplateError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** What a template becomes: text, an error, or nothing that can be known without a cluster or a clock. */
export type RenderResult =
  | {
      readonly status: 'rendered';
      readonly text: string;
      /** Which characters of the template made which of the text, where that was asked for. */
      readonly trace?: Trace;
    }
  | { readonly status: 'error'; readonly error: TemplateError }
  | {
      readonly status: 'unknowable';
      readonly reason: string;
      readonly start: number;
      readonly end: number;
    };
