import { describe, expect, it } from 'vitest';
import { rules } from '../src/rules/index.ts';
import { fixturesOf, lintFixture } from './support/fixture.ts';

/** What no message may have outside of backticks, with a name for each: names belong in backticks, sentences are plain. */
const HABITS: readonly (readonly [name: string, habit: RegExp])[] = [
  ['a name in camel case', /\b[a-z]+[A-Z]\w*/],
  ['a dotted name or an address', /[A-Za-z]\.[A-Za-z]|\d\.\d+\.\d/],
  ['a path', /(?<![A-Z0-9])\/\w|\w\/(?!TCP|UDP)/],
  ['a flag', /(^|\s)--\w/],
  ['a name in quotes', /"/],
  ['a name with an underscore', /\w_\w/],
  ['an assignment', /\w=\w/],
  ['a key with its value', /\b[a-z]+[A-Z]\w*: \w|\b[a-z]+: (true|false)/],
  ['"is no", for "is not a"', /(?<!there )\b(is|are) no\b/],
  ['nobody', /\bnobody\b/i],
  ['"belongs into", for "belongs in"', /\bbelongs? into\b/],
  ['jargon of JSON Schema', /oneOf|anyOf|allOf|must match exactly|additional propert/],
  ['a question twice', /did you mean did/i],
  ['what a program prints for nothing', /undefined|\[object|\bNaN\b/],
  ['two spaces', / {2}/],
];

/** What somebody else wrote, and the linter passes on as it is. */
const QUOTED =
  /^the policy `[^`]*` (refuses|warns of) .*?: |^the template fails: |^Helm refuses the chart: | breaks a rule of its definition: /;

const withoutCode = (text: string): string => text.replace(/`[^`]*`/g, '`').replace(QUOTED, '');

/** What is wrong with a sentence, by the habits of all. */
function flaws(text: string): string[] {
  if ((text.match(/`/g)?.length ?? 0) % 2 === 1) return ['a backtick without its other'];
  const plain = QUOTED.test(text) ? '' : withoutCode(text);
  return HABITS.flatMap(([name, habit]) => (habit.test(plain) ? [name] : []));
}

/** Some programs write their names without a capital. */
const helpFlaws = (help: string): string[] => [
  ...(/^(?:[A-Z`]|external-dns|kustomize|cert-manager)/.test(help) ? [] : ['no capital letter']),
  ...(/[.?!]$/.test(help) ? [] : ['no full stop']),
];

const messageFlaws = (message: string): string[] => [
  ...(message.endsWith('.') ? ['a full stop'] : []),
  ...(message.includes('\n') ? ['several lines'] : []),
];

describe.each(rules.filter(({ id }) => fixturesOf(id).length > 0))(
  '$id says what is wrong in plain words',
  ({ id }) => {
    it.each(fixturesOf(id))('%s', folder => {
      for (const { message, help, related } of lintFixture(folder).report.findings) {
        expect([message, ...flaws(message), ...messageFlaws(message)]).toEqual([message]);
        expect([message, help !== undefined]).toEqual([message, true]);
        if (help !== undefined) expect([help, ...flaws(help), ...helpFlaws(help)]).toEqual([help]);
        for (const place of related)
          expect([place.message, ...flaws(place.message)]).toEqual([place.message]);
      }
    });
  },
);

it.each(rules)('$id says what to do, and why, in sentences', ({ summary, rationale, remedy }) => {
  for (const text of [summary, rationale, remedy])
    expect([text, ...helpFlaws(text)]).toEqual([text]);
});
