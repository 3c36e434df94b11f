import type { Place } from './text.ts';

/** How far above a line the comment stands that speaks of it: a key and a list may be between them. */
const NEAR = 6;

/**
 * The comments at a place: at the end of its line, and the lines before it that are comments, as far as they
 * are near.
 *
 * @returns their text, without signs, on one line
 */
export function commentsAt({ file: { text }, start }: Place): string {
  const before = text.slice(0, start).split('\n');
  const line = before.length - 1;
  const rest = text.slice(start).split('\n', 1)[0] ?? '';
  const above = before.slice(Math.max(0, line - NEAR), line);
  const said = above.flatMap(each => /^\s*#+\s?(.*)$/.exec(each)?.[1] ?? []);
  const own = /\s#+\s?(.*)$/.exec(rest)?.[1];
  return [...said, ...(own === undefined ? [] : [own])].join(' ');
}

const BY_HAND =
  /\bout[- ]of[- ]band\b|\bby hand\b|\bmanual(?:ly)?\b|\bpre-?(?:created|existing|exists)\b|\bcreated? (?:outside|separately|elsewhere|beforehand)\b|\bnot (?:in|part of) (?:git|this repo)|\bkubectl (?:-n \S+ )?create\b/i;

/** Whether comments at a place say that somebody makes by hand what is meant there. */
export const isSaidByHand = (at: Place): boolean => BY_HAND.test(commentsAt(at));
