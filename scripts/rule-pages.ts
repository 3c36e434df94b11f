import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import policySchema from '../schemas/pitower-lint.schema.json' with { type: 'json' };
import { familyOf } from '../src/config/rule-names.ts';
import { type Finding, SEVERITIES } from '../src/engine/finding.ts';
import { block, FIX, rulePage } from '../src/report/rule-page.ts';
import type { Rule } from '../src/rules/rule.ts';
import { positionAt } from '../src/source/text.ts';
import { openWorkTree } from '../src/source/work-tree.ts';
import { HOMEPAGE } from '../src/version.ts';
import { fixturesOf, lintFixture } from '../test/support/fixture.ts';
import { counterpart, type Excerpt, excerptAround, type NamedText } from './excerpt.ts';
import { fixDiffs } from './fix-diffs.ts';

/** A rule's page: what it says of its first bad fixture, the same lines of a good one, and a link to all of them. */
export function fixturePage(rule: Rule): string {
  const fixtures = fixturesOf(rule.id);
  const bad = fixtures.find(folder => /\/bad[^/]*$/.test(folder));
  const good = fixtures.find(folder => /\/good[^/]*$/.test(folder));
  const outcome = bad === undefined ? undefined : lintFixture(bad);
  const first = outcome?.report.findings
    .filter(({ ruleId }) => ruleId === rule.id)
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))[0];
  return rulePage(rule, {
    bad: first && block('text', framed(first)),
    fixed: rule.fixable && fixedExample(rule),
    good: first && bad && good && goodExample(first, bad, good),
    more: fixtures.length > 0 ? `${HOMEPAGE}/tree/main/fixtures/${rule.id}` : undefined,
    policy: policyRead(rule),
    related: bad === undefined ? [] : seenBeside(rule, fixtures),
  });
}

/** The lines of a finding with its characters underlined, what is said of them, and what to do. */
function framed({ at, message, help, related }: Finding): string {
  const lines = shownLines(at.file.text);
  const start = positionAt(at.file, at.start);
  const end = positionAt(at.file, at.end);
  const row = start.line - 1;
  const body = [
    `# ${at.file.path}`,
    ...numbered(lines, excerptAround(lines, row)).flatMap(({ line, text }) => {
      if (line !== row) return [text];
      const last = end.line === start.line ? end.column : (lines[row]?.length ?? 0) + 1;
      const marks = '^'.repeat(Math.max(1, last - start.column));
      return [text, `    | ${' '.repeat(start.column - 1)}${marks} ${message}`];
    }),
  ];
  const places = related.slice(0, 2).map(place => {
    const { line } = positionAt(place.at.file, place.at.start);
    return `    = ${place.message}: ${place.at.file.path}:${line}`;
  });
  return [...body, ...places, ...(help === undefined ? [] : [`    = help: ${help}`])].join('\n');
}

/** The numbers in front of the lines are those of the file; a gap is said. */
function numbered(lines: readonly string[], excerpt: Excerpt): { line: number; text: string }[] {
  return excerpt.flatMap((line, i) => {
    const before = excerpt[i - 1];
    const gap =
      before !== undefined && lines.slice(before + 1, line).some(text => text.trim() !== '');
    const text = `${String(line + 1).padStart(3)} | ${lines[line] ?? ''}`.trimEnd();
    return [...(gap ? [{ line: -1, text: '    …' }] : []), { line, text }];
  });
}

/** The lines of a good fixture that say most nearly the same as those of a finding. */
function goodExample({ at }: Finding, folder: string, good: string): string | undefined {
  const known = new Set(filesOf(folder).flatMap(({ lines }) => lines.map(line => line.trim())));
  const bad = { path: at.file.path, lines: shownLines(at.file.text) };
  const found = counterpart(bad, positionAt(at.file, at.start).line - 1, filesOf(good), known);
  if (!found) return undefined;
  const { path, lines } = found.text;
  const shown = numbered(lines, excerptAround(lines, found.line)).map(({ text }) => text);
  return block('text', [`# ${path}`, ...shown].join('\n'));
}

const filesOf = (folder: string): NamedText[] =>
  openWorkTree(folder, { root: folder })
    .files.filter(path => /\.(ya?ml|patch)$|Kustomization$/.test(path))
    .map(path => ({ path, lines: shownLines(readFileSync(join(folder, path), 'utf8')) }));

/** Lines as they are numbered, those that say what is expected empty, and without what says so behind others. */
const shownLines = (text: string): string[] =>
  text
    .split('\n')
    .map(line =>
      /^\s*#\s*expect[+0-9]*:/.test(line) ? '' : line.replace(/\s*#\s*expect[+0-9]*:.*$/, ''),
    );

/** The parts of the policy that a rule reads, over all of its fixtures. */
function policyRead(rule: Rule): readonly string[] {
  const read = new Set<string>();
  const watching: Rule = {
    ...rule,
    check: context =>
      rule.check({
        ...context,
        policy: new Proxy(context.policy, {
          get(target, part, receiver) {
            if (typeof part === 'string' && KEYS.has(part)) read.add(part);
            return Reflect.get(target, part, receiver);
          },
        }),
      }),
  };
  for (const folder of fixturesOf(rule.id)) lintFixture(folder, [watching]);
  return [...read].sort();
}

const KEYS = new Set(Object.keys(policySchema.properties));

/** Other rules that report something in the fixtures of a rule. */
const seenBeside = (rule: Rule, fixtures: readonly string[]): readonly string[] =>
  [
    ...new Set(
      fixtures.flatMap(folder => lintFixture(folder).report.findings.map(({ ruleId }) => ruleId)),
    ),
  ]
    .filter(id => id !== rule.id)
    .sort();

const MOST_DIFF_LINES = 18;

/** The first fix of the rule's fixtures, as a diff. */
function fixedExample(rule: Rule): string {
  const [, diff] = fixDiffs(rule).find(([, text]) => text.startsWith('---')) ?? [];
  if (diff === undefined) throw new Error(`no bad fixture of ${rule.id} can be fixed`);
  const [head = '', hunk = ''] = diff.split(/^(?=@@)/m);
  const lines =
    (head + hunk)
      .split(/^(?=--- )/m)[0]
      ?.trimEnd()
      .split('\n') ?? [];
  const shown = lines.length > MOST_DIFF_LINES ? [...lines.slice(0, MOST_DIFF_LINES), '…'] : lines;
  return block('diff', shown.join('\n'));
}

/** The catalogue: all rules by family, and which of them can be fixed or need a policy. */
export function ruleIndexPage(rules: readonly Rule[]): string {
  const families = [...new Set(rules.map(({ id }) => familyOf(id)))];
  const link = ({ id }: Pick<Rule, 'id'>) => `[${id}](${id}.md)`;
  const all = (wanted: (rule: Rule) => boolean) => rules.filter(wanted).map(link).join(', ');
  const sections = families.map(family => {
    const rows = rules
      .filter(({ id }) => familyOf(id) === family)
      .map(
        rule =>
          `| ${link(rule)} | ${rule.severity} | ${rule.fixable ?? ''} | ${rule.policy ? 'yes' : ''} | ${rule.summary} |`,
      );
    return `## ${family}/\n\n| rule | severity | fix | policy | reports |\n|---|---|---|---|---|\n${rows.join('\n')}`;
  });
  return `${[
    '# Rules',
    `${rules.length} rules, made from themselves by \`npm run generate\`. The same list, filtered: \`pitower-lint rules --family gateway --fixable\`.`,
    families.map(family => `[${family}/](#${family})`).join(' · '),
    `- Fixed by ${FIX.safe}: ${all(({ fixable }) => fixable === 'safe')}`,
    `- Fixed by ${FIX.unsafe}: ${all(({ fixable }) => fixable === 'unsafe')}`,
    `- Silent unless the policy, or its preset, pins something: ${all(({ policy }) => policy === true)}`,
    ...sections,
  ].join('\n\n')}\n`;
}
