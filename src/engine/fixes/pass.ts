import { hasCiphertext } from '../../source/ciphertext.ts';
import type { Edit } from '../../source/edit.ts';
import type { SourceText } from '../../source/text.ts';
import type { Finding } from '../finding.ts';
import { applyEdits, conflict, inFileStyle, isEqual } from './apply.ts';
import { verifyEdits } from './verify.ts';

/** A fix that is not made, and why. */
export interface DroppedFix {
  readonly finding: Finding;
  readonly reason: string;
}

export interface Pass {
  /** New texts by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly fixed: readonly Finding[];
  readonly dropped: readonly DroppedFix[];
}

/**
 * Makes the fixes of findings, as many as go together; those that overlap wait for the next pass.
 * Each is made as a whole or not at all, and only if nothing else in the files changes.
 */
export function fixPass(findings: readonly Finding[]): Pass {
  // One check of all together is enough where nothing is wrong, as a rule.
  const all = choose(findings, () => undefined);
  const isSound = [...all.accepted].every(([file, edits]) => refusal(file, edits) === undefined);
  const { accepted, fixed, dropped } = isSound ? all : choose(findings, refusal);
  const texts = new Map([...accepted].map(([file, edits]) => [file.path, applyEdits(file, edits)]));
  return { texts, fixed, dropped };
}

interface Choice extends Pick<Pass, 'fixed' | 'dropped'> {
  readonly accepted: ReadonlyMap<SourceText, readonly Edit[]>;
}

function choose(findings: readonly Finding[], refuse: typeof refusal): Choice {
  const accepted = new Map<SourceText, readonly Edit[]>();
  const fixed: Finding[] = [];
  const dropped: DroppedFix[] = [];
  for (const finding of findings) {
    const edits = finding.fix?.edits ?? [];
    const files = new Map<SourceText, readonly Edit[]>();
    for (const { file } of edits.map(({ at }) => at)) {
      const together = merged(accepted.get(file) ?? [], editsOf(edits, file));
      if (together) files.set(file, together);
    }
    if (edits.some(({ at }) => !files.has(at.file))) continue;
    const reason = [...files].flatMap(([file, together]) => refuse(file, together) ?? [])[0];
    if (reason !== undefined) {
      dropped.push({ finding, reason });
      continue;
    }
    for (const [file, together] of files) accepted.set(file, together);
    fixed.push(finding);
  }
  return { accepted, fixed, dropped };
}

const editsOf = (edits: readonly Edit[], file: SourceText): readonly Edit[] =>
  edits.filter(({ at }) => at.file === file);

/** Both lists together, each edit once; undefined when they conflict. */
function merged(accepted: readonly Edit[], more: readonly Edit[]): readonly Edit[] | undefined {
  const added = more.filter(edit => !accepted.some(other => isEqual(edit, other)));
  const clash = added.some(edit => accepted.some(other => conflict(edit, other)));
  return clash ? undefined : [...accepted, ...added];
}

/** Why the edits of a file can't be made; undefined when they can. */
function refusal(file: SourceText, edits: readonly Edit[]): string | undefined {
  if (edits.length === 0) return undefined;
  if (!/\.(ya?ml|json)$/.test(file.path)) return 'it is not a YAML file';
  // SOPS signs all values of a file: any edit would make it unreadable.
  if (hasCiphertext(file.text)) return 'the file is encrypted by SOPS';
  return verifyEdits(file, { ...file, text: applyEdits(file, edits) }, inFileStyle(file, edits));
}
