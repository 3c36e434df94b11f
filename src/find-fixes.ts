import type { Finding } from './engine/finding.ts';
import { type DroppedFix, fixPass } from './engine/fixes/pass.ts';
import { type LintOutcome, type LintRequest, lint } from './lint.ts';
import { overlay } from './source/overlay.ts';

/** One fix may uncover the next; no chain of them is longer. */
const MAX_PASSES = 10;

/** A file as fixes leave it. */
export interface FixedFile {
  /** Its real path, relative to the repository root. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export interface Fixes {
  readonly files: readonly FixedFile[];
  readonly fixed: readonly Finding[];
  readonly dropped: readonly DroppedFix[];
  /** What is found in the files as they were, and as they are then. */
  readonly before: LintOutcome;
  readonly after: LintOutcome;
}

/**
 * Finds what fixes make of a repository; nothing is written.
 *
 * @param unsafe make the unsafe fixes, too
 */
export function findFixes(request: LintRequest, unsafe: boolean): Fixes {
  const { tree } = request;
  const texts = new Map<string, string>();
  const originals = new Map<string, string>();
  const [fixed, dropped] = [[] as Finding[], [] as DroppedFix[]];
  const before = lint(request);
  let after = before;
  for (let pass = 0; pass < MAX_PASSES && after.status === 'linted'; pass++) {
    const gaveUp = new Set(dropped.map(({ finding }) => finding.fingerprint));
    const { findings } = after.report;
    const wanted = findings.filter(
      ({ fix, fingerprint }) =>
        fix && (unsafe || fix.applicability === 'safe') && !gaveUp.has(fingerprint),
    );
    const found = fixPass(wanted.filter(finding => isInside(finding, request)));
    dropped.push(...found.dropped);
    if (found.fixed.length === 0) break;
    fixed.push(...found.fixed);
    for (const finding of found.fixed) {
      for (const { at } of finding.fix?.edits ?? []) {
        const real = tree.real(at.file.path) ?? at.file.path;
        if (!originals.has(real)) originals.set(real, at.file.text);
        texts.set(real, found.texts.get(at.file.path) ?? at.file.text);
      }
    }
    after = lint({ ...request, tree: overlay(tree, texts) });
  }
  const files = [...texts]
    .map(([path, text]) => ({ path, before: originals.get(path) ?? '', after: text }))
    .filter(file => file.before !== file.after)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, fixed, dropped, before, after };
}

/** Rendered manifests are not this repository's to change. */
const isInside = ({ fix }: Finding, { tree }: LintRequest): boolean =>
  (fix?.edits ?? []).every(({ at }) => tree.kind(at.file.path) === 'file');
