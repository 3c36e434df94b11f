import type { Place } from './text.ts';

/** How far above a line the comment stands that speaks of it: a key and a list may be between them. */
const NEAR = 6;
const LINE_END = /\r?\n/;

/**
 * The comments at a place: at the end of its line, and the lines before it that are comments, as far as they
 * are near.
 *
 * @returns their text, without signs, on one line
 */
export function commentsAt({ file: { text }, start }: Place): string {
  const before = text.slice(0, start).split(LINE_END);
  const line = before.length - 1;
  const rest = text.slice(start).split(LINE_END, 1)[0] ?? '';
  const above = before.slice(Math.max(0, line - NEAR), line);
  const said = above.flatMap(each => /^\s*#+\s?(.*)$/.exec(each)?.[1] ?? []);
  const own = /\s#+\s?(.*)$/.exec(rest)?.[1];
  return [...said, ...(own === undefined ? [] : [own])].join(' ');
}

const BY_HAND =
  /\bout[- ]of[- ]band\b|\bby hand\b|\bmanual(?:ly)?\b|\bpre-?(?:created|existing|exists)\b|\bcreated? (?:outside|separately|elsewhere|beforehand)\b|\b(?:not|never) (?:in|part of) (?:git|this repo)|\bnever (?:commit|git)\b|\bprerequisites?\b|\bkubectl (?:-n \S+ )?create\b|\bwith kubectl\b|\(kubectl\b/i;

/** Whether a text says that somebody makes by hand what it speaks of. */
export const isByHand = (text: string): boolean => BY_HAND.test(text);

const UNUSED =
  /\bunused\b|\bnot (?:used|real)\b|\bno risk\b|\bdummy\b|\bfake\b|\bthrow-?away\b|\bfor (?:dev\w*(?:[/&]| and | or ))?(?:tests?|testing|demos?)\b/i;

/** Whether comments at a place say that nothing depends on what stands there. */
export const isSaidUnused = (at: Place): boolean => UNUSED.test(commentsAt(at));

/** Whether comments at a place say that somebody makes by hand what is meant there. */
export const isSaidByHand = (at: Place): boolean => isByHand(commentsAt(at));
