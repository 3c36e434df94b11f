import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../src/rules/index.ts';

/** The catalogue that the rules were agreed in: $CATALOGUE, or a file beside the checkout. */
const FILE = process.env.CATALOGUE ?? '../shared/rules.md';
const SEVERITIES = { E: 'error', W: 'warning', I: 'info' } as const;
const FIXES = { F: 'safe', f: 'unsafe' } as const;

interface Entry {
  readonly id: string;
  readonly severity: string | undefined;
  readonly fix: string | undefined;
}

/** Rows `| id | severity, Policy, F | … |`; one row may name several ids. */
function entries(text: string): Entry[] {
  return [...text.matchAll(/^\| ([a-z]+\/[^|]*?) \| ([^|]*) \|/gm)].flatMap(([, ids, marks]) => {
    const words = (marks ?? '').trim().split(/[\s,]+/);
    const pick = <T extends object>(table: T) =>
      words.flatMap(word => (word in table ? [table[word as keyof T] as string] : []))[0];
    return (ids ?? '').split('·').map(id => ({
      id: id.trim(),
      severity: pick(SEVERITIES),
      fix: pick(FIXES),
    }));
  });
}

describe.skipIf(!existsSync(FILE))('the catalogue (skipped where it is absent)', () => {
  const listed = existsSync(FILE) ? entries(readFileSync(FILE, 'utf8')) : [];

  it('is read', () => expect(listed.length).toBeGreaterThan(100));

  it.each(listed)('$id is there, as severe and as fixable as it says', ({ id, severity, fix }) => {
    const rule = rules.find(candidate => candidate.id === id);
    expect(rule).toBeDefined();
    expect(rule?.severity).toBe(severity);
    if (fix !== undefined) expect(rule?.fixable).toBe(fix);
  });
});
