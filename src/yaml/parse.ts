import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Problem } from '../source/problem.ts';
import { type Place, type SourceText, startOf } from '../source/text.ts';
import { code } from '../text/code.ts';
import { isIndentedTooDeep, isNestedTooDeep, MAX_DEPTH } from './depth.ts';
import { errorsOf, leniently } from './lenient.ts';
import type { LocatedEntry, LocatedScalar, LocatedValue, Origin } from './located.ts';
import { readPlainYaml } from './plain/read.ts';
import { resolvePlain } from './scalars.ts';
import { hasTooManyValues, MAX_VALUES } from './size.ts';

export interface SourceDocument {
  readonly file: SourceText;
  readonly index: number;
  /** Undefined for an empty document (nothing, or only comments). */
  readonly value: LocatedValue | undefined;
}

export interface ParsedSource {
  readonly documents: readonly SourceDocument[];
  readonly problems: readonly Problem[];
  /** Whether the parser refused something: what the documents say is then not the whole truth. */
  readonly broken: boolean;
}

/** Nodes that one file may expand to when its aliases are followed. */
const MAX_NODES = 1_000_000;

/**
 * Parses YAML (or JSON, which is YAML) into located values. Never throws: what can't be parsed
 * becomes a problem, the first one of a file only, since the rest usually follow from it.
 */
export function parseYaml(file: SourceText): ParsedSource {
  if (isIndentedTooDeep(file.text)) return refused(file, TOO_DEEP);
  if (hasTooManyValues(file.text)) {
    return refused(file, `holds more than ${MAX_VALUES.toLocaleString('en')} values`);
  }
  // It has bounds of its own, far below those.
  const values = readPlainYaml(file);
  if (!values) return isNestedTooDeep(file.text) ? refused(file, TOO_DEEP) : parseFully(file);
  const documents = values.map((value, index) => ({ file, index, value }));
  return { documents, problems: [], broken: false };
}

/** What {@link parseYaml} does where a text is more than the usual: by the `yaml` package's parser. */
export function parseFully(file: SourceText): ParsedSource {
  try {
    return parse(file);
  } catch (error) {
    // The parser recurses; what nests without indentation or brackets shows only here.
    if (error instanceof RangeError) return refused(file, TOO_DEEP);
    throw error;
  }
}

const TOO_DEEP = 'is nested too deeply to be read';

function parse(file: SourceText): ParsedSource {
  const { parsed, before } = leniently(file.text);
  const problems: Problem[] = [];
  const syntaxError = parsed.flatMap(errorsOf)[0];
  if (syntaxError?.code === 'RESOURCE_EXHAUSTION') return refused(file, TOO_DEEP);
  if (syntaxError) {
    const [start, end] = [before(syntaxError.pos[0]), before(syntaxError.pos[1])];
    problems.push({
      rule: 'yaml/syntax',
      at: { file, start, end: Math.max(start, Math.min(end, file.text.length)) },
      message: firstLine(syntaxError.message),
    });
  }
  const documents: SourceDocument[] = [];
  // What stands after a syntax error can't be trusted; rules must not guess from half an object.
  const firstBroken = parsed.findIndex(document => errorsOf(document).length > 0);
  const sound = firstBroken < 0 ? parsed : parsed.slice(0, firstBroken);
  for (const [index, document] of sound.entries()) {
    const reader = new DocumentReader(file, index, before);
    const value = document.contents ? reader.read(document.contents) : undefined;
    if (reader.deepest > MAX_DEPTH) return refused(file, TOO_DEEP);
    if (reader.nodes > MAX_NODES) {
      return refused(
        file,
        `its aliases expand to more than ${MAX_NODES.toLocaleString('en')} nodes`,
      );
    }
    const [at] = reader.keyless;
    if (at && !syntaxError) {
      const problem: Problem = {
        rule: 'yaml/syntax',
        at,
        message: 'a key is missing before the `:`',
      };
      return { documents, problems: [problem], broken: true };
    }
    documents.push({ file, index, value });
    if (!syntaxError) problems.push(...reader.problems);
  }
  return { documents, problems: first(problems), broken: syntaxError !== undefined };
}

/** Enough of them to see what is wrong with the file. */
const MAX_PROBLEMS = 100;

function first(problems: readonly Problem[]): readonly Problem[] {
  const next = problems[MAX_PROBLEMS];
  if (!next) return problems;
  const more = (problems.length - MAX_PROBLEMS).toLocaleString('en');
  const { rule, at } = next;
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    { rule, at, message: `and ${more} more in this file` },
  ];
}

function refused(file: SourceText, why: string): ParsedSource {
  const problem: Problem = {
    rule: 'internal/too-large',
    at: startOf(file),
    message: `not read: ${why}`,
  };
  return { documents: [], broken: true, problems: [problem] };
}

const firstLine = (message: string): string => (message.split('\n')[0] ?? '').replace(/:$/, '');

/** Reads one document's nodes. A class because anchors and counters live as long as one document. */
class DocumentReader {
  readonly problems: Problem[] = [];
  /**
   * Where nothing stands as a key: the specification lets it be, the parsers of kustomize, Helm and
   * Kubernetes do not (https://github.com/yaml/go-yaml/blob/v3/parserc.go, as libyaml).
   */
  readonly keyless: Place[] = [];
  nodes = 0;
  deepest = 0;
  #depth = 0;
  readonly #file: SourceText;
  readonly #document: number;
  readonly #before: (offset: number) => number;
  readonly #anchors = new Map<string, { value: LocatedValue; weight: number }>();

  /** @param before where a character that was parsed is in the file */
  constructor(file: SourceText, document: number, before: (offset: number) => number) {
    this.#file = file;
    this.#document = document;
    this.#before = before;
  }

  read(node: Node): LocatedValue {
    if (isAlias(node)) return this.#alias(node.source, this.#origin(node));
    const before = this.nodes++;
    this.deepest = Math.max(this.deepest, ++this.#depth);
    const value = this.#readNode(node);
    this.#depth--;
    const anchor = (node as { anchor?: string }).anchor;
    if (anchor) this.#anchors.set(anchor, { value, weight: this.nodes - before });
    return value;
  }

  #readNode(node: Node): LocatedValue {
    const tag = node.tag ? { tag: node.tag } : undefined;
    if (isScalar(node)) return this.#scalar(node as never);
    if (isSeq(node)) {
      const items = node.items.map(item => this.read(item as Node));
      return { kind: 'sequence', items, ...tag, origin: this.#origin(node) };
    }
    if (isMap(node)) {
      const entries = this.#entries(node.items as { key: Node; value: Node | null }[]);
      return { kind: 'map', entries, ...tag, origin: this.#origin(node) };
    }
    return this.#null(this.#origin(node));
  }

  #scalar(node: { source?: string; type?: string; tag?: string; range?: number[] }): LocatedScalar {
    const text = node.source ?? '';
    const quoted =
      node.type !== 'PLAIN' || node.tag === 'tag:yaml.org,2002:str' || node.tag === '!';
    const value = quoted ? text : resolvePlain(text);
    const tag = node.tag ? { tag: node.tag } : undefined;
    return { kind: 'scalar', value, text, quoted, ...tag, origin: this.#origin(node) };
  }

  #null(origin: Origin): LocatedScalar {
    return { kind: 'scalar', value: null, text: '', quoted: false, origin };
  }

  #alias(name: string, at: Origin): LocatedValue {
    const anchor = this.#anchors.get(name);
    if (!anchor) {
      this.#report(at, `the alias ${code(`*${name}`)} has no anchor before it`);
      return this.#null(at);
    }
    this.nodes += anchor.weight;
    const { file, start, end } = at;
    return { ...anchor.value, origin: { ...anchor.value.origin, alias: { file, start, end } } };
  }

  #entries(pairs: readonly { key: Node; value: Node | null }[]): Map<string, LocatedEntry> {
    const entries = new Map<string, LocatedEntry>();
    const merged: LocatedValue[] = [];
    const repeated: { key: LocatedScalar; first: LocatedScalar }[] = [];
    for (const pair of pairs) {
      const key = this.read(pair.key);
      const value = pair.value
        ? this.read(pair.value)
        : this.#null({ ...key.origin, start: key.origin.end });
      if (key.kind !== 'scalar') {
        this.#report(key.origin, 'a mapping key must be a scalar');
        continue;
      }
      if (key.text === '' && !key.quoted && !key.tag) this.keyless.push(key.origin);
      if (key.text === '<<' && !key.quoted && value.kind !== 'scalar') {
        merged.push(value);
        continue;
      }
      const earlier = entries.get(key.text);
      if (earlier) repeated.push({ key, first: earlier.key });
      entries.set(key.text, { key, value });
    }
    this.#reportRepeated(repeated);
    // https://yaml.org/type/merge.html: own keys win over merged ones, earlier merges over later.
    for (const source of merged.flatMap(value =>
      value.kind === 'sequence' ? value.items : [value],
    )) {
      if (source.kind !== 'map') continue;
      for (const [name, entry] of source.entries) if (!entries.has(name)) entries.set(name, entry);
    }
    return entries;
  }

  /** Keys that are there twice; those of a second object are one mistake. */
  #reportRepeated(repeated: readonly { key: LocatedScalar; first: LocatedScalar }[]): void {
    const [start] = repeated;
    const names = repeated.map(({ key }) => key.text);
    if (start && names.includes('apiVersion') && names.includes('kind')) {
      const message =
        'a second object starts here, without `---` before it: its keys win, or the file is refused';
      this.#report(start.key.origin, message, { at: start.first.origin, message: 'the first one' });
      return;
    }
    for (const { key, first } of repeated)
      this.#report(
        key.origin,
        `duplicate key ${code(key.text)}: the last one wins, or the file is refused`,
        { at: first.origin, message: 'first here' },
      );
  }

  #origin(node: { range?: readonly number[] | null }): Origin {
    const [start = 0, end = start] = node.range ?? [];
    return {
      file: this.#file,
      start: this.#before(start),
      end: this.#before(end),
      document: this.#document,
    };
  }

  #report(at: Place, message: string, related?: { at: Place; message: string }): void {
    this.problems.push({
      rule: 'yaml/syntax',
      at,
      message,
      ...(related && { related: [related] }),
    });
  }
}
