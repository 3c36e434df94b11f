import { unifiedDiff } from '../src/cli/fix.ts';
import { findFixes } from '../src/find-fixes.ts';
import type { Rule } from '../src/rules/rule.ts';
import { fixtureRequest, fixturesOf } from '../test/support/fixture.ts';

/** What the fixes of a fixable rule, the unsafe ones too, make of its bad fixtures. */
export function fixDiffs({ id, fixable }: Rule): [path: string, text: string][] {
  if (fixable === undefined) return [];
  return fixturesOf(id)
    .filter(folder => /\/bad[^/]*$/.test(folder))
    .map(folder => [`${folder}.diff`, fixDiff(folder)]);
}

/** What the fixes make of one fixture, as a diff without the comments that say what is expected. */
export function fixDiff(folder: string): string {
  const request = fixtureRequest(folder);
  const diff = unifiedDiff(findFixes(request, true), request);
  return diff === ''
    ? '# No finding here can be fixed automatically.\n'
    : diff.replace(/^ *# ?expect[+0-9]*:.*\n/gm, '').replace(/ *# ?expect[+0-9]*:.*$/gm, '');
}
