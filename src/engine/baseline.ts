import type { Report, RuleId } from '../rules/rule.ts';
import { lineStarts, lineText, type Place, type SourceText } from '../source/text.ts';
import type { Finding } from './finding.ts';

/** A finding that is known and accepted for now: what, in which file, at which node. */
export interface BaselineEntry {
  readonly rule: string;
  /** Posix path relative to the linted directory. */
  readonly file: string;
  /** The finding's semantic path: no line, no message, so that edits elsewhere don't change it. */
  readonly at: string;
}

export interface Baseline {
  readonly entries: readonly (BaselineEntry & { readonly place: Place })[];
}

/** A line of a baseline that is no entry. */
export interface BaselineError {
  readonly line: number;
  readonly message: string;
}

/** What makes two entries the same. */
export const entryKey = ({ rule, file, at }: BaselineEntry): string =>
  JSON.stringify([rule, file, at]);

/** A finding as an entry. */
export const entryOf = (
  { ruleId, at, path }: Finding,
  displayPath: (path: string) => string,
): BaselineEntry => ({ rule: ruleId, file: displayPath(at.file.path), at: path });

/** A baseline's text: one entry a line as JSON, sorted, each once, so that merges are trivial. */
export function writeBaseline(entries: readonly BaselineEntry[]): string {
  const lines = entries.map(({ rule, file, at }) => `${JSON.stringify({ rule, file, at })}\n`);
  return [...new Set(lines)].sort().join('');
}

/** Reads what {@link writeBaseline} wrote; blank lines are fine. */
export function readBaseline(file: SourceText): Baseline | BaselineError {
  const entries: (BaselineEntry & { place: Place })[] = [];
  for (const [i, start] of lineStarts(file).entries()) {
    const text = lineText(file, i + 1);
    if (text.trim() === '') continue;
    const entry = parseEntry(text);
    if (!entry) {
      return { line: i + 1, message: 'a baseline has lines {`rule`: …, `file`: …, `at`: …}' };
    }
    entries.push({ ...entry, place: { file, start, end: start + text.length } });
  }
  return { entries };
}

function parseEntry(text: string): BaselineEntry | undefined {
  try {
    const { rule, file, at } = JSON.parse(text) as Record<string, unknown>;
    return typeof rule === 'string' && typeof file === 'string' && typeof at === 'string'
      ? { rule, file, at }
      : undefined;
  } catch {
    return undefined;
  }
}

export interface Baselined {
  readonly kept: readonly Finding[];
  readonly baselined: readonly Finding[];
  /** Entries that no finding needs any more. */
  readonly stale: readonly Report[];
}

export interface BaselineContext {
  readonly baseline: Baseline | undefined;
  /** The rules that ran: an entry of another can't be called stale. */
  readonly ran: { has(id: RuleId): boolean };
  displayPath(path: string): string;
  /** Whether charts that the lock names are not at hand: what they would show can't be called gone. */
  readonly isOpen?: boolean;
}

/** Takes away the findings that a baseline accepts. */
export function applyBaseline(
  findings: readonly Finding[],
  { baseline, ran, displayPath, isOpen = false }: BaselineContext,
): Baselined {
  if (!baseline) return { kept: findings, baselined: [], stale: [] };
  const accepted = new Set(baseline.entries.map(entryKey));
  const used = new Set<string>();
  const [kept, baselined] = [[] as Finding[], [] as Finding[]];
  for (const finding of findings) {
    const key = entryKey(entryOf(finding, displayPath));
    if (accepted.has(key)) used.add(key);
    (accepted.has(key) ? baselined : kept).push(finding);
  }
  const stale = baseline.entries
    .filter(entry => !isOpen && ran.has(entry.rule as RuleId) && !used.has(entryKey(entry)))
    .map(({ place, rule, file }) => ({
      at: place,
      message: `the baseline accepts a finding of \`${rule}\` in \`${file}\` that is gone`,
      help: 'Remove the line, or write the baseline again with `--write-baseline`.',
    }));
  return { kept, baselined, stale };
}
