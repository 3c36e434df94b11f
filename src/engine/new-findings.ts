import type { Changes } from '../git/changes.ts';
import { positionAt } from '../source/text.ts';
import type { Finding } from './finding.ts';

/**
 * The findings that a change brought. Those on lines that nobody touched are known when the same was
 * said there before; the others when one before had the same fingerprint (renames considered), and
 * was not found again on its own line. A fingerprint alone would not do: in a list without names it
 * counts items, so that one more before them makes new ones of all.
 *
 * @param before findings of the base, their fingerprints made with the names that files have now
 */
export function newFindings(
  before: readonly Finding[],
  now: readonly Finding[],
  changes: Changes,
): readonly Finding[] {
  const lines = new Map(
    before.map(finding => [lineKey(finding, changes.newPath, line => line), finding]),
  );
  const seen = new Set<Finding>();
  const others = now.filter(finding => {
    const { path } = finding.at.file;
    const known = lines.get(
      lineKey(
        finding,
        () => path,
        line => changes.oldLine(path, line),
      ),
    );
    if (known) seen.add(known);
    return known === undefined;
  });
  const fingerprints = new Set(
    before.filter(finding => !seen.has(finding)).map(({ fingerprint }) => fingerprint),
  );
  return others.filter(({ fingerprint }) => !fingerprints.has(fingerprint));
}

function lineKey(
  { ruleId, message, at }: Finding,
  name: (path: string) => string,
  lineOf: (line: number) => number | undefined,
): string {
  const { line, column } = positionAt(at.file, at.start);
  return JSON.stringify([ruleId, name(at.file.path), lineOf(line) ?? null, column, message]);
}
