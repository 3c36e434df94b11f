import type { SourceText } from '../../../source/text.ts';
import { basename } from '../../../source/tree.ts';
import { itemsAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, Origin } from '../../../yaml/located.ts';
import { madeFrom, placeWithin } from '../../../yaml/located.ts';
import type { BuildContext } from '../context/context.ts';
import { type Gathered, report, unknown } from '../context/gathered.ts';
import { foldedItem, holdsNextItem } from '../kustomization/folded.ts';
import { reportFolded, resolveFile } from '../kustomization/paths.ts';
import type { Target } from '../kustomization/target.ts';

/** One entry of a generated ConfigMap or Secret. */
export interface KeyValue {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Where the value stands. */
  readonly origin: Origin;
}

/**
 * The entries that a generator's sources give: `envs`, then `literals`, then `files`.
 *
 * @returns the entries, the input files that were read, and whether all were; what is wrong is reported and
 *   left out
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/kv/kv.go
 */
export function keyValuesOf(
  context: BuildContext,
  target: Target,
  generator: LocatedMap,
): {
  readonly pairs: readonly KeyValue[];
  readonly files: readonly string[];
  readonly whole: boolean;
} {
  const files: string[] = [];
  let whole = true;
  const read = (from: LocatedScalar, text: string): string | undefined => {
    const { directory } = target;
    const path = resolveFile(context, { directory, from, role: 'generator-input', text });
    if (path !== undefined) files.push(path);
    else whole = false;
    return path;
  };
  const all = [
    ...scalars(generator, 'envs').flatMap(from => {
      const path = read(from, from.text);
      const file = path === undefined ? undefined : context.sources.text(path);
      // Of one that is encrypted, the keys are not known.
      if (!file) whole = false;
      return file ? envPairs(file) : [];
    }),
    ...scalars(generator, 'literals').flatMap(from => literalPair(context, from)),
    ...scalars(generator, 'files').flatMap(from => filePair(context, from, read)),
  ];
  const pairs = new Map<string, KeyValue>();
  for (const pair of all) {
    const at = pair.origin;
    if (pairs.has(pair.key)) {
      report(context, at, `the key \`${pair.key}\` is there already`);
      continue;
    }
    // Kustomize lets it pass, Kubernetes refuses the object.
    if (!/^[-._a-zA-Z0-9]+$/.test(pair.key) || pair.key.length > 253 || /^\.\.?$/.test(pair.key)) {
      report(context, at, `Kubernetes refuses the key \`${pair.key}\``, {
        help: 'keys are of letters, digits, `-`, `_` and `.` only',
      });
    }
    pairs.set(pair.key, pair);
  }
  return { pairs: [...pairs.values()], files, whole };
}

const scalars = (generator: LocatedMap, field: string): readonly LocatedScalar[] =>
  itemsAt(generator, field).flatMap(item => (item.kind === 'scalar' ? [item] : []));

const CONFIG_KINDS: ReadonlySet<string> = new Set(['ConfigMap', 'Secret']);

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function literalPair(gathered: Gathered, from: LocatedScalar): readonly KeyValue[] {
  const equals = from.text.indexOf('=');
  const folded = holdsNextItem(from) ? foldedItem(from, from.text) : undefined;
  if (folded) reportFolded(gathered, from, folded);
  if (equals < 1) {
    if (folded) return [];
    report(gathered, from, `\`${from.text}\` is not a literal: write \`key=value\``);
    return [];
  }
  const quoted = from.text.slice(equals + 1);
  const value = /^(["']).*\1$/s.test(quoted) && quoted.length > 1 ? quoted.slice(1, -1) : quoted;
  const place = placeWithin(from, equals + 1, from.text.length);
  const isExact = place.end - place.start === quoted.length;
  const written: Origin = { ...from.origin, ...place };
  // Of a text that goes on over lines the value's own characters can't be told.
  const origin = isExact ? written : madeFrom(written, 'derived');
  return [{ key: from.text.slice(0, equals), bytes: encode(value), origin }];
}

function filePair(
  context: BuildContext,
  from: LocatedScalar,
  read: (from: LocatedScalar, text: string) => string | undefined,
): readonly KeyValue[] {
  const [first = '', second, ...others] = from.text.split('=');
  if (others.length > 0 || (second !== undefined && (first === '' || second === ''))) {
    const folded = foldedItem(from, from.text);
    if (folded) {
      reportFolded(context, from, folded);
      unknown(context, from, `\`${from.text}\` is two items`, { kinds: CONFIG_KINDS });
      return [];
    }
    report(context, from, `\`${from.text}\` is not a file source: write path or \`key=path\``);
    return [];
  }
  const path = read(from, second ?? first);
  const bytes = path === undefined ? undefined : context.sources.tree.read(path);
  if (path === undefined || !bytes) return [];
  const file = context.sources.text(path);
  const content = file && { file, start: 0, end: file.text.length, document: 0 };
  const origin = content ?? madeFrom(from.origin, 'derived');
  return [{ key: second === undefined ? basename(first) : first, bytes, origin }];
}

function envPairs(file: SourceText): readonly KeyValue[] {
  return [...file.text.matchAll(/[^\n]+/g)].flatMap(match => {
    const line = match[0].replace(/\r$/, '').replace(/^[\s\uFEFF]+/, '');
    if (line === '' || line.startsWith('#')) return [];
    const lineStart = match.index + match[0].indexOf(line);
    const equals = line.indexOf('=');
    const key = equals < 0 ? line : line.slice(0, equals);
    const end = lineStart + line.length;
    const start = equals < 0 ? lineStart : lineStart + equals + 1;
    const value = equals < 0 ? '' : line.slice(equals + 1);
    return [{ key, bytes: encode(value), origin: { file, start, end, document: 0 } }];
  });
}
