import { printable } from './escape.ts';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Elements, or lines of text. */
  readonly children: readonly (Element | string)[];
}

export const element = (
  name: string,
  attributes: Element['attributes'],
  children: Element['children'] = [],
): Element => ({ name, attributes, children });

export const xmlDocument = (root: Element): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, '')}`;

function write({ name, attributes, children }: Element, indent: string): string {
  const given = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${xmlText(`${value}`)}"`,
  );
  const start = `${indent}<${name}${given.join('')}`;
  if (children.length === 0) return `${start}/>\n`;
  const isText = children.every(child => typeof child === 'string');
  if (isText) return `${start}>${children.map(xmlText).join('\n')}</${name}>\n`;
  const inner = children.map(child =>
    typeof child === 'string' ? xmlText(child) : write(child, `${indent}  `),
  );
  return `${start}>\n${inner.join('')}${indent}</${name}>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for an attribute or an element; what XML 1.0 can't hold at all is written as an escape. */
const xmlText = (text: string): string =>
  printable(text)
    .replace(NO_CHARACTER, unit => `\\u${unit.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"']/g, character => ENTITIES[character] ?? character);

/** https://www.w3.org/TR/xml/#charsets, less what {@link printable} escapes already. */
const NO_CHARACTER =
  /[\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
