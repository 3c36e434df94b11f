import { code } from '../../../text/code.ts';
import { didYouMean } from '../../../text/nearest.ts';
import { own } from '../../../text/own.ts';
import type { LocatedEntry, LocatedMap, LocatedValue } from '../../../yaml/located.ts';
import { type Gathered, report, unknown } from '../context/gathered.ts';
import type { Shape } from './fields.ts';

/**
 * Checks a value against a shape the way Go's JSON decoder does with unknown fields disallowed:
 * names match whatever their case, null fits everywhere, a number is no string.
 *
 * @param path of the value, for messages; '' for the file
 * @returns the value with its fields under their right names and without what doesn't fit, which is
 * reported; undefined when nothing of it is left
 * @see https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/types/kustomization.go
 */
export function checkShape(
  gathered: Gathered,
  value: LocatedValue,
  shape: Shape,
  path: string,
): LocatedValue | undefined {
  if (shape === 'any') return value;
  if (value.kind === 'scalar' && value.value === null) return undefined;
  if (typeof shape === 'string') return checkScalar(gathered, value, shape, path);
  if ('list' in shape) {
    if (value.kind !== 'sequence') return misfit(gathered, value, 'a list', path);
    const items = value.items.flatMap((item, i) => {
      if (item.kind === 'scalar' && item.value === null) return [item];
      return checkShape(gathered, item, shape.list, `${path}[${i}]`) ?? [];
    });
    return { ...value, items };
  }
  if (value.kind !== 'map') return misfit(gathered, value, 'a map', path);
  return 'map' in shape
    ? checkMap(gathered, value, shape.map, path)
    : checkFields(gathered, value, shape.fields, path);
}

function checkScalar(
  gathered: Gathered,
  value: LocatedValue,
  type: 'string' | 'boolean' | 'integer',
  path: string,
): LocatedValue | undefined {
  const article = type === 'integer' ? 'an integer' : `a ${type}`;
  if (value.kind !== 'scalar') return misfit(gathered, value, article, path);
  const isRight = type === 'integer' ? Number.isInteger(value.value) : typeof value.value === type;
  return isRight ? value : misfit(gathered, value, article, path);
}

function misfit(gathered: Gathered, value: LocatedValue, wanted: string, path: string): undefined {
  const scalar = value.kind === 'scalar' ? value : undefined;
  const found = scalar
    ? `the ${typeof scalar.value} \`${scalar.text}\``
    : value.kind === 'map'
      ? 'a map'
      : 'a list';
  const needsQuotes = wanted === 'a string' && scalar !== undefined;
  const help = needsQuotes
    ? `Write ${code(`"${scalar.text}"`)}.`
    : wanted === 'a boolean'
      ? 'Write `true` or `false`.'
      : undefined;
  report(gathered, value, `\`${path || 'kustomization'}\` must be ${wanted}, but is ${found}`, {
    help,
  });
  return undefined;
}

function checkMap(gathered: Gathered, value: LocatedMap, shape: Shape, path: string): LocatedMap {
  const entries = new Map<string, LocatedEntry>();
  for (const [name, { key, value: child }] of value.entries) {
    const checked = checkShape(gathered, child, shape, path === '' ? name : `${path}.${name}`);
    if (checked) entries.set(name, { key, value: checked });
  }
  return { ...value, entries };
}

function checkFields(
  gathered: Gathered,
  value: LocatedMap,
  fields: Readonly<Record<string, Shape>>,
  path: string,
): LocatedMap {
  const known = new Map(Object.keys(fields).map(name => [name.toLowerCase(), name]));
  const entries = new Map<string, LocatedEntry>();
  for (const [written, { key, value: child }] of value.entries) {
    const name = known.get(written.toLowerCase());
    const shape = name === undefined ? undefined : own(fields, name);
    if (name === undefined || shape === undefined) {
      const where = path === '' ? '' : ` in \`${path}\``;
      const help = didYouMean(written, Object.keys(fields));
      report(gathered, key, `unknown field \`${written}\`${where}`, { help });
      unknown(gathered, key, `the kustomization has an unknown field \`${written}\``, {
        readsFiles: true,
      });
      continue;
    }
    if (name !== written && value.entries.has(name)) continue;
    const checked = checkShape(gathered, child, shape, path === '' ? name : `${path}.${name}`);
    if (checked) entries.set(name, { key, value: checked });
  }
  return { ...value, entries };
}
