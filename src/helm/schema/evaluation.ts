import type { Budget } from '../../template/go/stop.ts';
import type { Documents, Resource } from './documents.ts';
import type { Instance, Json } from './json.ts';
import type { Path, Verdict } from './verdict.ts';

/** What an evaluation is about as a whole. */
export interface Evaluation {
  readonly documents: Documents;
  readonly budget: Budget;
  /** What a schema says of a value. */
  evaluate(schema: Json, value: Instance, at: At): Verdict;
}

/** Where an evaluation is: in the values, in the schema, and on which way it got there. */
export interface At {
  readonly path: Path | undefined;
  readonly resource: Resource;
  readonly scope: Scope;
  readonly depth: number;
}

/** The resources that references have led through. */
export interface Scope {
  readonly resource: Resource;
  readonly outer: Scope | undefined;
}

/** What a schema says of a value right below another. */
export const descend = (
  evaluation: Evaluation,
  schema: Json,
  value: Instance,
  at: At,
  step: string | number,
): Verdict =>
  evaluation.evaluate(schema, value, {
    ...at,
    path: { step, above: at.path },
    depth: at.depth + 1,
  });
