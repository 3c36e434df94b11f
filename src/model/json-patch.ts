import { get, textAt } from '../yaml/access.ts';
import { mapFrom, withEntry, without } from '../yaml/build.ts';
import type { LocatedMap, LocatedValue } from '../yaml/located.ts';

export type JsonPatchOp = 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';

/** One operation of a JSON patch, its pointers split and unescaped. */
export interface JsonPatchOperation {
  readonly op: JsonPatchOp;
  readonly path: readonly string[];
  readonly from: readonly string[] | undefined;
  readonly value: LocatedValue | undefined;
  readonly declaration: LocatedMap;
}

export interface JsonPatchProblem {
  readonly at: LocatedValue;
  readonly message: string;
}

export interface JsonPatchOptions {
  /** `replace` of a map key that isn't there adds it, as in the library that kustomize uses. */
  readonly replaceAdds?: boolean;
  /** The target shows only a part of the object: parents that are missing are made, removals of
   * what isn't there are no problem. */
  readonly partial?: boolean;
}

const OPS: ReadonlySet<string> = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/**
 * Reads a JSON patch (RFC 6902) from located values.
 *
 * @returns the operations that are well-formed, and what is wrong with the others
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export function parseJsonPatch(patch: LocatedValue): {
  readonly operations: readonly JsonPatchOperation[];
  readonly problems: readonly JsonPatchProblem[];
} {
  const operations: JsonPatchOperation[] = [];
  const problems: JsonPatchProblem[] = [];
  if (patch.kind !== 'sequence') {
    return {
      operations,
      problems: [{ at: patch, message: 'a JSON patch is a list of operations' }],
    };
  }
  for (const item of patch.items) {
    const operation = parseOperation(item);
    if ('message' in operation) problems.push(operation);
    else operations.push(operation);
  }
  return { operations, problems };
}

function parseOperation(item: LocatedValue): JsonPatchOperation | JsonPatchProblem {
  if (item.kind !== 'map') return { at: item, message: 'an operation is a map with op and path' };
  const op = textAt(item, 'op');
  if (op === undefined || !OPS.has(op)) {
    const at = get(item, 'op') ?? item;
    return { at, message: `\`op\` must be one of ${[...OPS].join(', ')}` };
  }
  const path = pointerAt(item, 'path');
  if (!path) return { at: get(item, 'path') ?? item, message: '`path` must start with `/`' };
  const from = pointerAt(item, 'from');
  if ((op === 'move' || op === 'copy') && !from) {
    return { at: get(item, 'from') ?? item, message: `\`${op}\` needs \`from\`` };
  }
  const value = get(item, 'value');
  if ((op === 'add' || op === 'replace' || op === 'test') && !value) {
    return { at: item, message: `\`${op}\` needs \`value\`` };
  }
  return { op: op as JsonPatchOp, path, from, value, declaration: item };
}

function pointerAt(item: LocatedMap, name: string): readonly string[] | undefined {
  const value = get(item, name);
  if (value?.kind !== 'scalar' || value.value === null) return undefined;
  if (value.text === '') return [];
  if (!value.text.startsWith('/')) return undefined;
  return value.text
    .slice(1)
    .split('/')
    .map(segment => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/**
 * Applies operations in order. An operation that can't be carried out is reported and skipped, the
 * rest still applies; leaves that an operation writes keep the patch's origin.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6902#section-4
 */
export function applyJsonPatch(
  target: LocatedValue,
  operations: readonly JsonPatchOperation[],
  options: JsonPatchOptions = {},
): { readonly value: LocatedValue; readonly problems: readonly JsonPatchProblem[] } {
  const problems: JsonPatchProblem[] = [];
  let value = target;
  for (const operation of operations) {
    const result = applyOperation(value, operation, options);
    if (typeof result !== 'string') value = result;
    else {
      const at = get(operation.declaration, 'path') ?? operation.declaration;
      problems.push({ at, message: result });
    }
  }
  return { value, problems };
}

/** The patched value, or what is wrong. */
type Outcome = LocatedValue | string;

function applyOperation(
  target: LocatedValue,
  operation: JsonPatchOperation,
  options: JsonPatchOptions,
): Outcome {
  const { op, path, value } = operation;
  if (op === 'remove') return remove(target, path, options);
  if (op === 'test') return test(target, operation, options);
  if (op === 'add' || op === 'replace')
    return value ? write(target, path, value, op, options) : target;
  const source = find(target, operation.from ?? []);
  if (!source) return options.partial ? target : '`from` leads to nothing';
  const base = op === 'move' ? remove(target, operation.from ?? [], options) : target;
  return typeof base === 'string' ? base : write(base, path, source, 'add', options);
}

function test(
  target: LocatedValue,
  { path, value }: JsonPatchOperation,
  options: JsonPatchOptions,
): Outcome {
  const found = find(target, path);
  if (found && value && isEqual(found, value)) return target;
  if (!found && options.partial) return target;
  return `the test fails: \`${pointer(path)}\` is ${found ? 'another value' : 'not there'}`;
}

function find(target: LocatedValue, path: readonly string[]): LocatedValue | undefined {
  let at: LocatedValue | undefined = target;
  for (const segment of path) {
    if (at?.kind === 'map') at = at.entries.get(segment)?.value;
    else if (at?.kind === 'sequence') at = at.items[indexOf(segment, at.items.length) ?? -1];
    else return undefined;
  }
  return at;
}

/** An index into a list; negative ones count from its end, as kustomize's library has it. */
function indexOf(segment: string, length: number): number | undefined {
  if (!/^-?(?:0|[1-9]\d*)$/.test(segment)) return undefined;
  const index = Number(segment) < 0 ? Number(segment) + length : Number(segment);
  return index >= 0 && index <= length ? index : undefined;
}

function remove(target: LocatedValue, path: readonly string[], options: JsonPatchOptions): Outcome {
  return atParent(target, path, options, (parent, last) => {
    if (parent.kind === 'map' && parent.entries.has(last)) return without(parent, last);
    if (parent.kind === 'sequence') {
      const index = indexOf(last, parent.items.length);
      if (index !== undefined && index < parent.items.length) {
        return { ...parent, items: parent.items.toSpliced(index, 1) };
      }
    }
    return options.partial ? parent : `nothing to remove at \`${pointer(path)}\``;
  });
}

function write(
  target: LocatedValue,
  path: readonly string[],
  value: LocatedValue,
  op: 'add' | 'replace',
  options: JsonPatchOptions,
): Outcome {
  if (path.length === 0) return value;
  const make = options.partial ? value : undefined;
  return atParent(target, path, { ...options, make }, (parent, last) => {
    if (parent.kind === 'map') {
      const isMissing = op === 'replace' && !parent.entries.has(last);
      if (isMissing && !options.replaceAdds && !options.partial) {
        return `nothing to replace at \`${pointer(path)}\``;
      }
      return withEntry(parent, last, value);
    }
    if (parent.kind !== 'sequence') return `\`${pointer(path)}\` is not in a map or list`;
    if (op === 'add' && last === '-') return { ...parent, items: [...parent.items, value] };
    const index = indexOf(last, parent.items.length);
    const limit = op === 'add' ? parent.items.length : parent.items.length - 1;
    if (index === undefined || index > limit) return `the list has no index \`${last}\``;
    return { ...parent, items: parent.items.toSpliced(index, op === 'add' ? 0 : 1, value) };
  });
}

/** Rebuilds the value around a changed parent of the last segment. */
function atParent(
  target: LocatedValue,
  path: readonly string[],
  options: JsonPatchOptions & { readonly make?: LocatedValue | undefined },
  change: (parent: LocatedValue, last: string) => Outcome,
): Outcome {
  const [head, ...rest] = path;
  if (head === undefined) return "the whole document can't be removed";
  if (rest.length === 0) return change(target, head);
  const child = find(target, [head]) ?? (options.make && mapFrom(options.make.origin, {}));
  if (!child) return options.partial ? target : `\`${pointer([head])}\` is not there to be patched`;
  const result = atParent(child, rest, options, change);
  if (typeof result === 'string' || result === child)
    return typeof result === 'string' ? result : target;
  if (target.kind === 'map') return withEntry(target, head, result);
  if (target.kind !== 'sequence') return `\`${pointer([head])}\` is not there to be patched`;
  const index = indexOf(head, target.items.length);
  if (index !== undefined && index < target.items.length)
    return { ...target, items: target.items.with(index, result) };
  // What a chart makes may have items that its model doesn't know.
  return options.partial
    ? { ...target, items: [...target.items, result] }
    : `the list has no index \`${head}\``;
}

const pointer = (path: readonly string[]): string =>
  path.map(segment => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function isEqual(a: LocatedValue, b: LocatedValue): boolean {
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.value === b.value;
  if (a.kind === 'sequence') {
    if (b.kind !== 'sequence' || a.items.length !== b.items.length) return false;
    return a.items.every((item, i) => {
      const other = b.items[i];
      return other !== undefined && isEqual(item, other);
    });
  }
  if (b.kind !== 'map' || a.entries.size !== b.entries.size) return false;
  return [...a.entries].every(([key, { value }]) => {
    const other = b.entries.get(key)?.value;
    return other !== undefined && isEqual(value, other);
  });
}
