import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { conformance } from './conformance-cases.ts';

/**
 * The language's own conformance data (`@bufbuild/cel-spec`), as far as admission policies use the language. What
 * differs is kept by name with what is answered here: `not taken` and `error` make a rule silent, another value would
 * make it wrong. What is left of those is about whole numbers beyond 2^53 beside doubles, fields of null behind
 * `.?`, and nanoseconds, of which the library keeps thousandths of a second. A difference that goes away is to be taken out: `UPDATE=1 npx vitest run test/cel/conformance`.
 */
const FILE = 'test/cel/conformance.json';

interface Kept {
  readonly asked: number;
  readonly equal: number;
  /** About what no admission policy has. */
  readonly skipped: number;
  /** Answered with an error, or not taken for an expression. */
  readonly silent: Readonly<Record<string, string>>;
  /** Answered with another value. */
  readonly different: Readonly<Record<string, string>>;
}

it('conformance data of the language: equal, but for what is listed', () => {
  const { outcomes, skipped } = conformance();
  const differing = outcomes.filter(({ isEqual }) => !isEqual);
  const isSilent = (ours: string) => /^(?:not taken|error): /.test(ours);
  const listOf = (wanted: boolean) =>
    Object.fromEntries(
      differing
        .filter(({ ours }) => isSilent(ours) === wanted)
        .map(({ name, ours }) => [name, ours])
        .sort(),
    );
  const now: Kept = {
    asked: outcomes.length,
    equal: outcomes.length - differing.length,
    skipped,
    silent: listOf(true),
    different: listOf(false),
  };
  if (process.env.UPDATE) writeFileSync(FILE, `${JSON.stringify(now, null, 2)}\n`);
  expect(now).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});
