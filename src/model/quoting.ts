import type { Fix } from '../source/edit.ts';
import { textOf } from '../source/text.ts';
import type { LocatedScalar } from './located.ts';

/** A scalar that stands in its file as one plain word, not reached through an alias. */
const isPlainWord = ({ quoted, text, origin }: LocatedScalar): boolean =>
  !quoted && !origin.alias && !origin.made && text !== '' && textOf(origin) === text;

/** Puts quotes around a plain scalar; undefined where that isn't just it. */
export function quotingFix(scalar: LocatedScalar): Fix | undefined {
  if (!isPlainWord(scalar) || /["\\\r\n]/.test(scalar.text)) return undefined;
  return {
    title: 'Quote it',
    applicability: 'safe',
    edits: [{ at: scalar.origin, text: `"${scalar.text}"` }],
  };
}

/** Writes another string in place of a scalar that stands on one line. */
export function rewritingFix(scalar: LocatedScalar, text: string): Fix | undefined {
  const { origin } = scalar;
  if (origin.alias || origin.made || /["\\\r\n]/.test(text) || /[\r\n]/.test(textOf(origin)))
    return undefined;
  if (textOf(origin) === '') return undefined;
  return {
    title: `Write "${text}"`,
    applicability: 'safe',
    edits: [{ at: origin, text: `"${text}"` }],
  };
}
