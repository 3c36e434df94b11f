import { createHash } from 'node:crypto';
import { isMap, isScalar, isSeq, parseDocument, stringify } from 'yaml';

/** Values that a chart is rendered with: a file of its `ci/`, or changes to its defaults. */
export interface Variant {
  readonly name: string;
  readonly text: string;
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** What a chart's values.yaml sets, lists as wholes; nothing where it can't be read. */
function leavesOf(text: string): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (node: unknown, path: readonly string[]): void => {
    if (isMap(node) && node.items.length > 0) {
      for (const { key, value } of node.items)
        if (isScalar(key) && typeof key.value === 'string') visit(value, [...path, key.value]);
    } else if (isSeq(node) || isMap(node)) leaves.push({ path, value: node.items.length });
    else if (isScalar(node)) leaves.push({ path, value: node.value });
  };
  try {
    visit(parseDocument(text, { logLevel: 'silent' }).contents, []);
  } catch {
    return [];
  }
  return leaves;
}

/** A number below one that is the same in every run. */
const chanceOf = (seed: string, { path }: Leaf): number =>
  createHash('sha256')
    .update(`${seed} ${path.join('.')}`)
    .digest()
    .readUInt32BE() /
  2 ** 32;

type Change = (leaf: Leaf) => unknown;
const KEEP = Symbol('keep');

const CHANGES: Readonly<Record<string, Change>> = {
  on: ({ path, value }) =>
    value === false && /enabled?$|^create$/i.test(path.at(-1) ?? '') ? true : KEEP,
  flipped: leaf =>
    typeof leaf.value === 'boolean' && chanceOf('flipped', leaf) < 0.4 ? !leaf.value : KEEP,
  filled: leaf => (leaf.value === '' && chanceOf('filled', leaf) < 0.6 ? 'filled' : KEEP),
  nulled: leaf => (chanceOf('nulled', leaf) < 0.06 ? null : KEEP),
};

function nested(changes: readonly (readonly [readonly string[], unknown])[]): object {
  const root: Record<string, unknown> = Object.create(null);
  for (const [path, value] of changes) {
    let at = root;
    for (const key of path.slice(0, -1)) {
      at[key] ??= Object.create(null);
      at = at[key] as Record<string, unknown>;
    }
    at[path.at(-1) ?? ''] = value;
  }
  return root;
}

/**
 * Changes of a chart's defaults, each as a list of ever smaller ones: where Helm refuses one, the next is
 * the half of it.
 */
export function* variantsOf(values: string): Generator<readonly Variant[]> {
  const leaves = leavesOf(values);
  for (const [name, change] of Object.entries(CHANGES)) {
    const changes = leaves.flatMap(leaf => {
      const value = change(leaf);
      return value === KEEP ? [] : [[leaf.path, value] as const];
    });
    const halves: Variant[] = [];
    for (let size = changes.length; size > 0 && halves.length < 5; size = Math.floor(size / 2)) {
      const text = stringify(nested(changes.slice(0, size)));
      halves.push({ name: size === changes.length ? name : `${name}-${size}`, text });
    }
    if (halves.length > 0) yield halves;
  }
}
