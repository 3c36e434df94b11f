import { matchesRule } from '../../config/rule-names.ts';
import type { Report, RuleId } from '../../rules/rule.ts';
import { positionAt, type SourceText } from '../../source/text.ts';
import { nearest } from '../../text/nearest.ts';
import type { Finding } from '../finding.ts';
import { type Directive, directivesIn, type NamedRule } from './directives.ts';

export interface SuppressionInput {
  readonly findings: readonly Finding[];
  /** The files whose suppressions count: all that were linted. */
  readonly files: Iterable<SourceText>;
  /** Every rule there is. */
  readonly known: ReadonlySet<string>;
  /** The rules that ran: a suppression of another can't be called unused. */
  readonly ran: { has(id: RuleId): boolean };
  /** The day on which `until` is judged, YYYY-MM-DD. */
  readonly today: string;
  /** Whether charts that the lock names are not at hand: no suppression can then be called unused. */
  readonly isOpen?: boolean;
  /** Where the scalar begins in which a finding lies; undefined where it lies in none. */
  scalarStart(finding: Finding): number | undefined;
}

export interface Suppressed {
  readonly kept: readonly Finding[];
  readonly hidden: readonly Finding[];
  /** What is wrong with suppressions themselves, by the rule that reports it. */
  readonly reports: readonly (Report & { readonly rule: RuleId })[];
}

/**
 * Takes away the findings that comments hide. A suppression covers the findings of the rules it
 * names that begin on its line, the scalars that begin there included however long they are.
 *
 * Suppressions can't hide findings about suppressions.
 */
export function suppress(input: SuppressionInput): Suppressed {
  const { findings, files, known, ran, today } = input;
  const active = new Map<SourceText, Directive[]>();
  const reports: (Report & { rule: RuleId })[] = [];
  for (const file of files) {
    const { directives, malformed } = directivesIn(file);
    if (directives.length > 0)
      active.set(
        file,
        directives.filter(({ until }) => !isOver(until, today)),
      );
    reports.push(
      ...malformed.map(problem => ({ rule: 'suppression/invalid' as const, ...problem })),
      ...directives.flatMap(directive => about(directive, known, today)),
    );
  }
  const used = new Set<NamedRule>();
  const [kept, hidden] = [[] as Finding[], [] as Finding[]];
  for (const finding of findings) {
    const by = (active.get(finding.at.file) ?? []).flatMap(directive =>
      covers(directive, finding, input)
        ? directive.rules.filter(({ id }) => matchesRule(finding.ruleId, id))
        : [],
    );
    for (const rule of by) used.add(rule);
    (by.length > 0 ? hidden : kept).push(finding);
  }
  for (const { rules } of [...active.values()].flat()) {
    for (const rule of rules) {
      if (input.isOpen || !haveAllRun(rule, known, ran) || used.has(rule)) continue;
      reports.push({
        rule: 'suppression/unused',
        at: rule.at,
        message: `the suppression hides no finding of \`${rule.id}\``,
        help: 'Remove it, so that it hides nothing later.',
      });
    }
  }
  return { kept, hidden, reports };
}

/** Of a family, a rule that didn't run could have found what is hidden. */
function haveAllRun({ id }: NamedRule, known: ReadonlySet<string>, ran: SuppressionInput['ran']) {
  const meant = [...known].filter(rule => matchesRule(rule, id));
  return meant.length > 0 && meant.every(rule => ran.has(rule as RuleId));
}

const isOver = (until: Directive['until'], today: string): boolean =>
  until !== undefined && until.day < today;

function covers(
  { covers: line }: Directive,
  finding: Finding,
  { scalarStart }: SuppressionInput,
): boolean {
  const { ruleId, at } = finding;
  if (ruleId.startsWith('suppression/')) return false;
  const isOn = (offset: number) => positionAt(at.file, offset).line === line;
  return line === 'file' || isOn(at.start) || isOn(scalarStart(finding) ?? at.start);
}

const isKnown = ({ id }: NamedRule, known: ReadonlySet<string>): boolean =>
  known.has(id) || [...known].some(rule => matchesRule(rule, id));

function about(
  { at, rules, reason, until }: Directive,
  known: ReadonlySet<string>,
  today: string,
): (Report & { rule: RuleId })[] {
  const reports: (Report & { rule: RuleId })[] = [];
  for (const { id, at: place } of rules.filter(rule => !isKnown(rule, known))) {
    const meant = nearest(id, known);
    reports.push({
      rule: 'suppression/unknown-rule',
      at: place,
      message: `there is no rule \`${id}\``,
      help: meant ? `Did you mean \`${meant}\`?` : '`pitower-lint rules` lists them.',
    });
  }
  if (reason === undefined) {
    reports.push({
      rule: 'suppression/no-reason',
      at,
      message: 'the suppression gives no reason',
      help: 'Say behind ` -- ` why the finding is right to ignore.',
    });
  }
  if (until && isOver(until, today)) {
    reports.push({
      rule: 'suppression/expired',
      at: until.at,
      message: `the suppression held until \`${until.day}\``,
      help: 'Mend what it hid, or set another day.',
    });
  }
  return reports;
}
