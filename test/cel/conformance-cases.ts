import { tests as all } from '@bufbuild/cel-spec/testdata/conformance.js';
import type { JsonValue } from '@bufbuild/protobuf';
import { textOf } from '../../scripts/compare-cel/evaluate.ts';
import { readExpression } from '../../src/cel/expression.ts';
import type { Trace } from '../../src/cel/values.ts';

/** A test of the language's own conformance data, and what comes of it here. */
export interface Outcome {
  readonly name: string;
  readonly isEqual: boolean;
  /** What we answer where it differs. */
  readonly ours: string;
}

/**
 * Parts of the data that are about what no admission policy has: messages of protocol buffers and their enums and
 * wrappers, containers of names, unknown values, and libraries that Kubernetes does not give them.
 */
const ELSEWHERE =
  /^(?:proto[23]?|proto2_ext|enums|wrappers|dynamic|unknowns|namespace|block_ext|bindings_ext|encoders_ext|math_ext|network_ext|type_deductions?|plumbing|fields\/qualified_identifier_resolution)\b/;
const OF_MESSAGES =
  /TestAllTypes|google\.(?:protobuf|api)|cel\.|GlobalEnum|NestedEnum|proto\.|ListValue|NullValue|\bNestedMessage/;

type Serialized = { readonly [key: string]: JsonValue | undefined };

/** The tests that are asked here, with the suite and section in their names. */
export function conformance(): { readonly outcomes: readonly Outcome[]; readonly skipped: number } {
  const outcomes: Outcome[] = [];
  let skipped = 0;
  const visit = (suite: typeof all, path: readonly string[]): void => {
    for (const inner of suite.suites ?? []) visit(inner, [...path, inner.name]);
    for (const { original } of suite.tests ?? []) {
      const test = original as Serialized & { name?: string; expr: string };
      const name = [...path, test.name ?? test.expr].join('/');
      if (isElsewhere(path.join('/'), test)) skipped += 1;
      else outcomes.push(run(name, test));
    }
  };
  visit(all, []);
  return { outcomes, skipped };
}

const isElsewhere = (path: string, test: Serialized): boolean =>
  ELSEWHERE.test(path) ||
  test.container !== undefined ||
  test.checkOnly === true ||
  test.typedResult !== undefined ||
  test.anyEvalErrors !== undefined ||
  test.unknown !== undefined ||
  OF_MESSAGES.test(JSON.stringify(test));

function run(name: string, test: Serialized & { readonly expr: string }): Outcome {
  const bindings = Object.entries((test.bindings ?? {}) as Serialized).map(
    ([key, bound]) => [key, dataOf((bound as Serialized).value as Serialized)] as const,
  );
  const wanted = test.evalError
    ? 'error'
    : textOf(test.value === undefined ? true : dataOf(test.value as Serialized));
  const trace: Trace = { last: undefined, unknown: false };
  const read = readExpression(
    test.expr,
    bindings.map(([key]) => key),
  );
  if ('error' in read)
    return { name, isEqual: wanted === 'error', ours: `not taken: ${read.error}` };
  const outcome = read.run({ trace, values: Object.fromEntries(bindings) });
  if (outcome.status === 'value') {
    const ours = textOf(outcome.value);
    return { name, isEqual: ours === wanted, ours: `${ours}, not ${wanted}` };
  }
  const message = outcome.status === 'error' ? outcome.message : 'unknown';
  return { name, isEqual: wanted === 'error', ours: `error: ${message}` };
}

/** A value of the data as the library has it. */
function dataOf(value: Serialized): unknown {
  const [[kind, data] = ['nullValue', null]] = Object.entries(value);
  if (kind === 'int64Value') return BigInt(String(data));
  if (kind === 'doubleValue') return Number(data);
  if (kind === 'uint64Value')
    return { constructor: { name: 'UnsignedInt' }, toString: () => String(data) };
  if (kind === 'listValue')
    return (((data as Serialized).values ?? []) as Serialized[]).map(dataOf);
  if (kind === 'mapValue')
    return new Map(
      (((data as Serialized).entries ?? []) as Serialized[]).map(entry => [
        dataOf(entry.key as Serialized),
        dataOf(entry.value as Serialized),
      ]),
    );
  if (kind === 'bytesValue') return Uint8Array.from(Buffer.from(String(data), 'base64'));
  return kind === 'typeValue'
    ? { constructor: { name: 'Type' }, toString: () => String(data) }
    : data;
}
