import { type Document, parseAllDocuments, type Scalar, visit, type YAMLError } from 'yaml';
import { spaceAliasKeys } from './alias-keys.ts';
import { FILLER, joinQuoted } from './outdented.ts';

export interface Lenient {
  readonly parsed: readonly Document.Parsed[];
  /** Where a character that was parsed is in the file. */
  readonly before: (offset: number) => number;
}

/**
 * The documents as the parsers of kustomize, Helm and Kubernetes see them, which read more than the specification
 * allows. Where that does not help, they are as they were, with their errors.
 */
export function leniently(written: string): Lenient {
  const { parsed, error } = documentsIn(written);
  if (!error) return { parsed, before: same };
  const { text, before } = spaceAliasKeys(written) ?? { text: written, before: same };
  const spaced = text === written ? { parsed, error } : documentsIn(text);
  if (!spaced.error) return { parsed: spaced.parsed, before };
  const joined = spaced.error.message.startsWith('Missing closing') ? joinQuoted(text) : undefined;
  const again = joined === undefined ? spaced : documentsIn(joined);
  if (again.error) return { parsed, before: same };
  for (const document of again.parsed)
    visit(document, { Scalar: (_key, node) => withoutFiller(node) });
  return { parsed: again.parsed, before };
}

const same = (offset: number): number => offset;

function withoutFiller(node: Scalar): void {
  if (typeof node.value === 'string') node.value = node.value.replaceAll(FILLER, '');
  if (node.source !== undefined) node.source = node.source.replaceAll(FILLER, '');
}

function documentsIn(text: string): { parsed: readonly Document.Parsed[]; error?: YAMLError } {
  const parsed = parseAllDocuments(text, {
    schema: 'failsafe', // scalars are typed by resolvePlain, once
    uniqueKeys: false, // checked here, with both places
    prettyErrors: false,
    logLevel: 'silent',
  }) as readonly Document.Parsed[];
  const [error] = parsed.flatMap(errorsOf);
  return { parsed, ...(error && { error }) };
}

/** What is wrong with a document to those parsers as well. */
export const errorsOf = ({ errors }: Document.Parsed) => errors.filter(isRefused);

/**
 * What the specification forbids and the parsers of kustomize, Helm and Kubernetes read all the same: a comment
 * right after a closing quote or bracket (https://github.com/yaml/go-yaml/blob/v3/scannerc.go, as libyaml).
 */
const isRefused = ({ message }: { readonly message: string }): boolean =>
  !message.startsWith('Comments must be separated');
