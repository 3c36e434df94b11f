import { POLICY_FILES } from '../../src/cli/policy-file.ts';
import { entryOf, readBaseline, writeBaseline } from '../../src/engine/baseline.ts';
import { findFixes } from '../../src/find-fixes.ts';
import { type Linted, type LintRequest, lint } from '../../src/lint.ts';
import { type FormatName, reporters } from '../../src/report/index.ts';
import { renderObjects } from '../../src/report/render.ts';
import { rules } from '../../src/rules/index.ts';
import { overlay } from '../../src/source/overlay.ts';
import { parseFully } from '../../src/yaml/parse.ts';
import { readPlainYaml } from '../../src/yaml/plain/read.ts';
import { type Input, isText, treeOf } from './input.ts';

/** What is looked at beside the findings: each takes its time. */
export interface Depth {
  readonly formats: boolean;
  readonly fixes: boolean;
  readonly baseline: boolean;
  readonly readers: boolean;
}

export const EVERYTHING: Depth = { formats: true, fixes: true, baseline: true, readers: true };

/** What went wrong with an input, in a word and in full; and what was found in it otherwise. */
export interface Examined {
  readonly failure?: { readonly kind: string; readonly detail: string };
  /** Each kind of thing that was said: an input that makes the linter say something new is worth changing further. */
  readonly said: ReadonlySet<string>;
}

/** No terminal, log or page may be told anything by a report. */
const FORBIDDEN =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u202A-\u202E\u2060\u2066-\u2069\u{E0000}-\u{E007F}]/u;

/** The request that lints an input; nothing is remembered of what has been before. */
export function requestOf(input: Input): LintRequest {
  const path = POLICY_FILES.find(name => input[name] !== undefined && isText(input[name]));
  const text = path === undefined ? undefined : input[path];
  return {
    tree: treeOf(input),
    policyFile: path !== undefined && text !== undefined ? { path, text } : undefined,
    rules,
    today: '2026-01-01',
  };
}

/** Lints an input and says what does not hold; never throws. */
export function examine(input: Input, depth: Depth): Examined {
  const said = new Set<string>();
  try {
    const problem = look(input, depth, said);
    return problem === undefined ? { said } : { said, failure: problem };
  } catch (error) {
    const { name, message, stack = '' } = error as Error;
    const at = /\n\s+at (?:(\S+) \()?[^\n]*?(src\/[^:\n]+)/.exec(stack);
    return {
      said,
      failure: {
        kind: `crash: ${name} in ${at?.[1] ?? ''} ${at?.[2] ?? ''}`,
        detail: `${message}\n${stack}`,
      },
    };
  }
}

type Failure = NonNullable<Examined['failure']>;

function look(input: Input, depth: Depth, said: Set<string>): Failure | undefined {
  const request = requestOf(input);
  const outcome = lint(request);
  if (outcome.status !== 'linted') {
    said.add(outcome.status);
    return undefined;
  }
  const { report } = outcome;
  for (const { ruleId, message } of report.findings) said.add(`${ruleId} ${skeleton(message)}`);
  for (const note of report.notes) said.add(`note ${skeleton(note)}`);
  return (
    findings(outcome) ??
    (depth.formats ? formats(outcome) : undefined) ??
    (depth.baseline ? baseline(request, outcome) : undefined) ??
    (depth.fixes ? fixes(request) : undefined) ??
    (depth.readers ? readers(input) : undefined)
  );
}

/** A message without what is a repository's own. */
const skeleton = (message: string): string =>
  message.replace(/"[^"]*"|\S*[^a-z ,:;-]\S*/g, '_').slice(0, 80);

function findings({ report, crashed }: Linted): Failure | undefined {
  for (const { ruleId, message, help, at } of report.findings) {
    if (ruleId === 'internal/rule-crashed') {
      return { kind: `rule crashed: ${message.slice(0, 60)}`, detail: `${message}\n${help}` };
    }
    if (at.start < 0 || at.end < at.start || at.end > at.file.text.length) {
      return { kind: `place outside the file: ${ruleId}`, detail: message };
    }
    if (/\[object \w+\]|native code|\bundefined\b(?! variable)|\bNaN\b/.test(message)) {
      // A repository may say these words itself.
      if (!/object|native|undefined|nan/i.test(at.file.text)) {
        return { kind: `odd words: ${ruleId}`, detail: message };
      }
    }
  }
  return crashed ? { kind: 'crashed', detail: '' } : undefined;
}

function formats({ report, repository }: Linted): Failure | undefined {
  const options = { color: false, least: 'info', all: true, verbose: true } as const;
  for (const name of Object.keys(reporters) as FormatName[]) {
    const made = reporters[name](report, options);
    const text = typeof made === 'string' ? made : made.text;
    const found = FORBIDDEN.exec(text);
    if (found) {
      return {
        kind: `character in ${name}`,
        detail: shown(text.slice(found.index - 60, found.index + 60)),
      };
    }
    if (/^(json|sarif|gitlab)$/.test(name)) JSON.parse(text);
  }
  const { displayPath } = report;
  renderObjects(repository.applications, { origins: true, format: 'yaml', displayPath });
  return undefined;
}

/** A baseline that was written and is read back hides exactly what it accepted. */
function baseline(request: LintRequest, { report }: Linted): Failure | undefined {
  const [...accepted] = report.findings.filter((_, i) => i % 2 === 0);
  const text = writeBaseline(accepted.map(finding => entryOf(finding, report.displayPath)));
  const read = readBaseline({ path: 'baseline.jsonl', text });
  if (!('entries' in read)) return { kind: 'baseline not read back', detail: text };
  const again = lint({ ...request, baseline: read });
  if (again.status !== 'linted') return { kind: 'baseline: not linted', detail: again.status };
  const key = (rule: string, file: string, at: string) => JSON.stringify([rule, file, at]);
  const known = new Set(read.entries.map(({ rule, file, at }) => key(rule, file, at)));
  const keyOf = (finding: Linted['report']['findings'][number]): string => {
    const entry = entryOf(finding, report.displayPath);
    return key(entry.rule, entry.file, entry.at);
  };
  const expected = report.findings.map(keyOf).filter(entry => !known.has(entry));
  const left = again.report.findings.map(keyOf);
  return JSON.stringify(expected.sort()) === JSON.stringify(left.sort())
    ? undefined
    : {
        kind: 'baseline hides something else',
        detail: [...difference(expected, left), ...difference(left, expected)].join('\n'),
      };
}

const difference = (a: readonly string[], b: readonly string[]): string[] =>
  a.filter(entry => !b.includes(entry));

/** What fixes leave has nothing more to fix, and the rest of each file is as it was. */
function fixes(request: LintRequest): Failure | undefined {
  const first = findFixes(request, true);
  if (first.fixed.length >= 10 || first.files.length === 0) return undefined;
  const texts = new Map(first.files.map(({ path, after }) => [path, after] as const));
  const second = findFixes({ ...request, tree: overlay(request.tree, texts) }, true);
  if (second.files.length > 0) {
    const titles = second.fixed.map(({ ruleId, fix }) => `${ruleId}: ${fix?.title}`);
    return { kind: `fixes again: ${second.fixed[0]?.ruleId}`, detail: titles.join('\n') };
  }
  return undefined;
}

/** The quick reader says what the full one says, or nothing. */
function readers(input: Input): Failure | undefined {
  for (const [path, text] of Object.entries(input)) {
    if (!isText(text) || text.length > 50_000 || !/\.(ya?ml|json)$/.test(path)) continue;
    const file = { path, text };
    const values = readPlainYaml(file);
    if (!values) continue;
    const full = parseFully(file);
    const plain = {
      documents: values.map((value, index) => ({ index, value: bare(value) })),
      problems: [],
    };
    const whole = {
      documents: full.documents.map(({ index, value }) => ({ index, value: bare(value) })),
      problems: full.problems.map(({ message }) => message),
    };
    if (JSON.stringify(plain) !== JSON.stringify(whole)) {
      return { kind: 'readers disagree', detail: path };
    }
  }
  return undefined;
}

/** A located value as JSON can compare it: places instead of files. */
function bare(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, child]) => [key, bare(child)]);
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value === 'bigint' || typeof value === 'number') return `${typeof value} ${value}`;
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'file')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, bare(child)]),
  );
}

const shown = (text: string): string => JSON.stringify(text);
