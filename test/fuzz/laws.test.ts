import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Document, parseAllDocuments, visit } from 'yaml';
import { requestOf } from '../../scripts/fuzz/examine.ts';
import { type Input, isText, seedInputs } from '../../scripts/fuzz/input.ts';
import { entryOf, readBaseline, writeBaseline } from '../../src/engine/baseline.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { findFixes } from '../../src/find-fixes.ts';
import type { Changes } from '../../src/git/changes.ts';
import { type Linted, type LintRequest, lint } from '../../src/lint.ts';
import { lintChanges } from '../../src/lint-changes.ts';
import { overlay } from '../../src/source/overlay.ts';
import { positionAt } from '../../src/source/text.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

// What holds of every repository, tried on the fixtures.

const inputs = seedInputs('.').filter(
  input => Object.values(input).reduce((sum, text) => sum + text.length, 0) < 20_000,
);

/** Tries a law on some of the fixtures. */
const always = (law: (input: Input, random: (bound: number) => number) => void): void =>
  fc.assert(
    fc.property(fc.constantFrom(...inputs), fc.infiniteStream(fc.nat()), (input, numbers) =>
      law(input, bound => (numbers.next().value ?? 0) % bound),
    ),
    { numRuns: 120, seed: 17, endOnFailure: true },
  );

function linted(request: LintRequest): Linted {
  const outcome = lint(request);
  if (outcome.status !== 'linted') throw new Error(outcome.status);
  return outcome;
}

const findings = (request: LintRequest): readonly Finding[] => linted(request).report.findings;
const isLinted = (input: Input): boolean => lint(requestOf(input)).status === 'linted';

const said = ({ ruleId, at, message }: Finding): string =>
  `${at.file.path}:${positionAt(at.file, at.start).line} ${ruleId} ${message}`;
const isYaml = (path: string): boolean => /\.ya?ml$/.test(path);

/** The input with the text of each YAML file changed. */
const withYaml = (input: Input, change: (text: string) => string): Input =>
  Object.fromEntries(
    Object.entries(input).map(([path, text]) => [
      path,
      isYaml(path) && isText(text) ? change(text) : text,
    ]),
  );

/** Without the policy: of its entries for a name the last counts. */
const withManifests = (input: Input, change: (text: string) => string): Input => {
  const policies = Object.entries(input).filter(([path]) => path.endsWith('.pitower-lint.yaml'));
  return { ...withYaml(input, change), ...Object.fromEntries(policies) };
};

describe('a report does not depend on', () => {
  it('the order in which files are met', () =>
    always((input, random) => {
      if (!isLinted(input)) return;
      const order = Object.entries(input).map(file => [random(1_000), file] as const);
      const shuffled = Object.fromEntries(order.sort(([a], [b]) => a - b).map(([, file]) => file));
      expect(requestOf(shuffled).tree.files).toEqual([...requestOf(shuffled).tree.files].sort());
      expect(findings(requestOf(shuffled)).map(said)).toEqual(findings(requestOf(input)).map(said));
    }));

  it('comments and blank lines around documents', () =>
    always(input => {
      if (!isLinted(input)) return;
      const commented = withYaml(input, text =>
        // What is empty says so; with a comment it has been left empty on purpose. A pointer of Git LFS is no YAML.
        /^%|^version https:|^(?:---|\s)*$/.test(text) || text.includes('pitower-lint-')
          ? text
          : `# a comment\n\n${text.endsWith('\n') ? text : `${text}\n`}# another: [one\n\n`,
      );
      const words = (list: readonly Finding[]) =>
        list.map(({ ruleId, at, message }) => [ruleId, at.file.path, message]);
      expect(words(findings(requestOf(commented)))).toEqual(words(findings(requestOf(input))));
    }));

  it('line ends', () =>
    always(input => {
      if (!isLinted(input)) return;
      const windows = withYaml(input, text => text.replace(/\r?\n/g, '\r\n'));
      expect(findings(requestOf(windows)).map(said)).toEqual(findings(requestOf(input)).map(said));
    }));

  it('the order of keys', () =>
    always((input, random) => {
      if (!isLinted(input)) return;
      const ordered = withManifests(input, text => reordered(text, random));
      const rules = (list: readonly Finding[]) =>
        list.map(({ ruleId, at }) => `${ruleId} ${at.file.path}`).sort();
      expect(rules(findings(requestOf(ordered)))).toEqual(
        rules(findings(requestOf(withManifests(input, text => reordered(text, () => 0))))),
      );
    }));
});

/**
 * The text with the keys of its maps in another order, without comments (what one says depends on where it stands);
 * as it is where that is no small thing.
 */
function reordered(text: string, random: (bound: number) => number): string {
  const documents = [...parseAllDocuments(text)] as Document[];
  const isOdd =
    documents.some(({ errors, warnings }) => errors.length + warnings.length > 0) ||
    /[&*]\w|<<|pitower-lint-|expect\+/.test(text);
  if (isOdd) return text;
  for (const document of documents) {
    visit(document, {
      Node(_, node) {
        delete node.comment;
        delete node.commentBefore;
      },
    });
    visit(document, {
      Map(_, map) {
        const order = map.items.map(item => [random(1_000), item] as const);
        map.items = order.sort(([a], [b]) => a - b).map(([, item]) => item);
      },
    });
    document.comment = null;
    document.commentBefore = null;
  }
  return documents.map(document => document.toString({ directives: false })).join('---\n');
}

describe('a baseline', () => {
  it('that was written and is read back hides exactly what it accepted', () =>
    always((input, random) => {
      if (!isLinted(input)) return;
      const { report } = linted(requestOf(input));
      const accepted = report.findings.filter(() => random(2) === 0);
      const text = writeBaseline(accepted.map(finding => entryOf(finding, report.displayPath)));
      const baseline = readBaseline({ path: 'baseline.jsonl', text });
      if (!('entries' in baseline)) throw new Error(baseline.message);
      const key = (finding: Finding) => JSON.stringify(entryOf(finding, report.displayPath));
      const known = new Set(accepted.map(key));
      const left = findings({ ...requestOf(input), baseline });
      expect(left.map(key)).toEqual(
        report.findings.filter(finding => !known.has(key(finding))).map(key),
      );
    }));
});

const NOTHING: Changes = {
  base: 'main',
  paths: [],
  newPath: path => path,
  oldPath: path => path,
  isChanged: () => false,
  oldLine: (_, line) => line,
  firstChange: () => 1,
  isDeleted: () => false,
};

describe('a change', () => {
  it('of nothing brings nothing', () =>
    always(input => {
      if (!isLinted(input)) return;
      const request = requestOf(input);
      const outcome = lintChanges(request, { tree: requestOf(input).tree, changes: NOTHING });
      if (outcome.status !== 'linted') throw new Error(outcome.status);
      expect(outcome.report.findings.map(said)).toEqual([]);
    }));
});

describe('fixes', () => {
  it('leave nothing to fix, and what they do not touch as it was', () =>
    always(input => {
      const request = requestOf(input);
      const fixes = findFixes(request, true);
      const texts = new Map(fixes.files.map(({ path, after }) => [path, after] as const));
      const again = findFixes({ ...request, tree: overlay(request.tree, texts) }, true);
      expect(again.files).toEqual([]);
      for (const { path, before, after } of fixes.files) {
        const lines = new Set(after.split('\n'));
        const touched = fixes.fixed.flatMap(({ fix }) =>
          (fix?.edits ?? []).filter(({ at }) => request.tree.real(at.file.path) === path),
        );
        const gone = before.split('\n').filter(line => !lines.has(line));
        expect(gone.length).toBeLessThanOrEqual(
          touched.reduce((sum, { at }) => sum + linesOf(at.file.text, at.start, at.end), 0),
        );
        expect(parseYaml({ path, text: after }).problems).toEqual(
          parseYaml({ path, text: before }).problems,
        );
      }
    }));
});

const linesOf = (text: string, start: number, end: number): number =>
  text.slice(start, end).split('\n').length;
