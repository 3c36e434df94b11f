import fc from 'fast-check';
import { type Document, isCollection, isMap, isSeq, type Node, parseAllDocuments } from 'yaml';

/** One change to a repository: which node, and what stands there instead. */
export type Mutation =
  | { readonly at: number; readonly how: 'replace'; readonly value: unknown }
  | { readonly at: number; readonly how: 'copy'; readonly from: number }
  | { readonly at: number; readonly how: 'remove' | 'list' | 'double' };

const text = fc.constantFrom(
  '',
  ' ',
  '..',
  '../../..',
  '/etc/passwd',
  '.',
  '*',
  '**/**/**/a',
  '__proto__',
  'constructor',
  'toString',
  '{{ . }}',
  '{{ .path.basename }}',
  '{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}',
  '{{path}}',
  '(a+)+$',
  '[',
  '0.0.0.0/0',
  '::/0',
  '192.168.0.300',
  'fe80::1%eth0',
  '10.0.0.1-10.0.0.0',
  '999999999999999999999Gi',
  '1e400',
  'a'.repeat(300),
  '\u001B[31m\n::error::x',
  '\u202Eabc',
  'http://[',
  '%zz',
  'v1',
  'v1/v1/v1',
  '!!',
  'a=b,c in (d),!e',
  'null',
  'true',
);
const scalar = fc.oneof(
  text,
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.constantFrom(0, -1, 65536, 1.5, Number.MAX_SAFE_INTEGER, Number.NaN, Number.POSITIVE_INFINITY),
  fc.boolean(),
  fc.constant(null),
);
const { value } = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 2 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(text, fc.constantFrom('name', 'enabled', 'kind', 'main')),
      tie('value'),
      {
        maxKeys: 3,
      },
    ),
  ),
}));
const at = fc.nat({ max: 1_000_000 });

/** Changes to try on any repository. */
export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ at, how: fc.constant('replace' as const), value }) },
  { weight: 2, arbitrary: fc.record({ at, how: fc.constant('copy' as const), from: at }) },
  {
    weight: 2,
    arbitrary: fc.record({ at, how: fc.constantFrom('remove', 'list', 'double' as const) }),
  },
) as fc.Arbitrary<Mutation>;

interface Spot {
  readonly document: Document;
  readonly parent: Node | undefined;
  readonly key: unknown;
  readonly node: unknown;
}

/**
 * The files with some nodes of their YAML documents changed. Files that aren't YAML, or that can't
 * be parsed, stay as they are.
 */
export function mutate(
  files: Readonly<Record<string, string>>,
  mutations: readonly Mutation[],
): Record<string, string> {
  const parsed = new Map(
    Object.entries(files)
      .filter(([path]) => /\.(ya?ml|patch)$/.test(path))
      .map(([path, source]) => [path, [...parseAllDocuments(source)] as Document[]] as const)
      .filter(([, documents]) => documents.every(document => document.errors.length === 0)),
  );
  const documents = [...parsed.values()].flat();
  for (const change of mutations) apply(documents.flatMap(spotsOf), change);
  const changed = [...parsed].map(([path, parts]) => [path, parts.map(print).join('---\n')]);
  return { ...files, ...Object.fromEntries(changed) };
}

/** What can't be printed (an alias whose anchor went away) is left as broken YAML. */
function print(document: Document): string {
  try {
    return document.toString();
  } catch {
    return 'a: *gone\n';
  }
}

function spotsOf(document: Document): Spot[] {
  const spots: Spot[] = [{ document, parent: undefined, key: undefined, node: document.contents }];
  const descend = (node: unknown): void => {
    if (isMap(node)) {
      for (const { key, value: child } of node.items) {
        spots.push({ document, parent: node, key, node: child });
        descend(child);
      }
    } else if (isSeq(node)) {
      for (const [key, child] of node.items.entries()) {
        spots.push({ document, parent: node, key, node: child });
        descend(child);
      }
    }
  };
  descend(document.contents);
  return spots;
}

function apply(spots: readonly Spot[], change: Mutation): void {
  const spot = spots[change.at % spots.length];
  if (!spot) return;
  if (change.how === 'remove') {
    if (isCollection(spot.parent)) spot.parent.delete(spot.key);
    else spot.document.contents = null;
  } else put(spot, instead(spots, spot, change));
}

function instead(spots: readonly Spot[], spot: Spot, change: Mutation): unknown {
  if (change.how === 'replace') return change.value;
  if (change.how === 'copy') return plain(spots[change.from % spots.length]);
  if (change.how === 'double') return [plain(spot), plain(spot)];
  return [plain(spot)];
}

function plain(spot: Spot | undefined): unknown {
  try {
    return (spot?.node as Node | undefined)?.toJS(spot?.document as Document) ?? null;
  } catch {
    return null;
  }
}

function put({ document, parent, key }: Spot, replacement: unknown): void {
  const node = document.createNode(replacement, { aliasDuplicateObjects: false });
  if (isCollection(parent)) parent.set(key, node);
  else document.contents = node as never;
}
