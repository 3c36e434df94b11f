import { printable } from './escape.ts';

/** What Markdown, HTML or a table would read as their own. */
const MARKUP = /[\\`*_{}[\]()#!|<>&~$"'^=+]/g;

/**
 * Text from the repository as Markdown that shows just that text: no markup, link, mention, reference
 * or new row comes of it.
 */
export function markdownText(text: string): string {
  return (
    printable(text)
      .replace(MARKUP, character => `&#${character.charCodeAt(0)};`)
      // GitHub links these in the rendered text; a comment parts them without being seen.
      .replace(/@/g, '@<!-- -->')
      .replace(/&#35;/g, '&#35;<!-- -->')
      .replace(/:\/\//g, ':<!-- -->//')
      .replace(/www\./gi, match => `${match.slice(0, 3)}<!-- -->.`)
  );
}

/** A sentence of ours as Markdown, with its names as code; what they hold is shown as just that text. */
export const markdownSentence = (text: string): string =>
  text
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 0 ? markdownText(part) : `<code>${markdownText(part)}</code>`))
    .join('');

/** A path from the repository root as a link's target. */
export const urlPath = (path: string): string =>
  // Lone surrogates, which no URL can have, become U+FFFD.
  Buffer.from(path)
    .toString('utf8')
    .split('/')
    .map(segment => encodeURIComponent(segment).replace(/[!'()*]/g, percentEncoded))
    .join('/');

const percentEncoded = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
