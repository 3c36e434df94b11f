/** Case conversions of sprig, after https://pkg.go.dev/github.com/huandu/xstrings. */
import { isGoSpace } from '../fast.ts';
import { goLower, goUpper } from '../normalize.ts';

type WordKind = 'none' | 'number' | 'upper' | 'alphabet' | 'connector' | 'punctuation' | 'other';
interface Word {
  readonly kind: WordKind;
  readonly text: string;
}

const isConnector = (char: string): boolean => char === '-' || char === '_' || isGoSpace(char);
const isUpper = (char: string): boolean => /^\p{Lu}$/u.test(char);
const isLetter = (char: string): boolean => /^\p{L}$/u.test(char);
const isNumber = (char: string): boolean => /^\p{N}$/u.test(char);
const isPunctuation = (char: string): boolean => /^\p{P}$/u.test(char);

function words(text: string): Word[] {
  const chars = [...text];
  const out: Word[] = [];
  for (let i = 0; i < chars.length; ) {
    const { kind, end } = nextWord(chars, i);
    out.push({ kind, text: chars.slice(i, end).join('') });
    i = end;
  }
  return out;
}

function nextWord(chars: readonly string[], start: number): { kind: WordKind; end: number } {
  const first = chars[start] ?? '';
  const run = (from: number, test: (char: string) => boolean): number => {
    let end = from;
    while (end < chars.length && test(chars[end] ?? '')) end++;
    return end;
  };
  const isLower = (char: string): boolean => isLetter(char) && !isUpper(char);
  if (isConnector(first)) return { kind: 'connector', end: run(start, isConnector) };
  if (isPunctuation(first)) return { kind: 'punctuation', end: run(start, isPunctuation) };
  if (isUpper(first)) {
    const uppers = run(start, isUpper);
    if (uppers === start + 1) return { kind: 'upper', end: run(uppers, isLower) };
    const next = chars[uppers];
    return { kind: 'upper', end: next !== undefined && isLetter(next) ? uppers - 1 : uppers };
  }
  if (isLetter(first)) return { kind: 'alphabet', end: run(start, isLower) };
  if (isNumber(first)) return { kind: 'number', end: run(start, isNumber) };
  const isOther = (char: string): boolean =>
    !(isConnector(char) || isLetter(char) || isNumber(char) || isPunctuation(char));
  return { kind: 'other', end: run(start + 1, isOther) };
}

const NOTHING: Word = { kind: 'none', text: '' };
const breaksWord = ({ kind }: Word): boolean => kind === 'connector' || kind === 'punctuation';
const joinsNumber = ({ kind }: Word): boolean => kind === 'alphabet' || kind === 'number';

/** `snakecase` and `kebabcase`: words in lower case, joined by the connector. */
export function toDelimitedCase(text: string, connector: string): string {
  const all = words(text);
  let at = 0;
  let out = '';
  const take = (): Word => all[at++] ?? NOTHING;
  const write = (word: Word): void => {
    out += word.kind === 'connector' ? connector.repeat([...word.text].length) : goLower(word.text);
  };
  /** Writes the letters and digits that stick to a number, answers the word after them. */
  const stick = (first: Word): Word => {
    let word = first;
    while (joinsNumber(word)) {
      write(word);
      word = take();
    }
    if (word.kind !== 'none' && !breaksWord(word)) out += connector;
    return word;
  };
  let word = take();
  while (at < all.length) {
    if (word.kind !== 'connector') write(word);
    const previous = word;
    word = take();
    if (previous.kind === 'number') word = stick(word);
    else if (previous.kind === 'connector') write(previous);
    else if (previous.kind !== 'punctuation') word = afterLetters(word);
  }
  write(word);
  return out;

  function afterLetters(next: Word): Word {
    if (next.kind !== 'number') {
      if (!breaksWord(next)) out += connector;
      return next;
    }
    if (at >= all.length) return next;
    const following = take();
    if (following.kind !== 'alphabet') {
      write(next);
      if (!breaksWord(following)) out += connector;
      return following;
    }
    out += connector;
    write(next);
    return stick(following);
  }
}

/** `camelcase`: upper camel case. */
export function toPascalCase(text: string): string {
  const chars = [...text];
  let at = 0;
  let out = '';
  while (at < chars.length && isConnector(chars[at] ?? '')) out += chars[at++];
  if (at >= chars.length) return out;
  let isFirstUpper = isUpper(chars[at] ?? '');
  let current = goUpper(chars[at++] ?? '');
  for (; at < chars.length; at++) {
    const previous = current;
    current = chars[at] ?? '';
    if (isConnector(current) && isConnector(previous)) {
      out += previous;
    } else if (isConnector(previous)) {
      isFirstUpper = isUpper(current);
      current = goUpper(current);
    } else {
      if (isFirstUpper && isUpper(current)) current = goLower(current);
      else isFirstUpper = false;
      out += previous;
    }
  }
  return out + current;
}
