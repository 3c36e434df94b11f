/** A path that leads to one label, annotation or selected label: its map and its key. */
const LABEL_PATH =
  /^(?:.*\.)?(metadata\.labels|metadata\.annotations|matchLabels|infrastructure\.labels|infrastructure\.annotations)\.(.+)$/;

/** What a path says about labels: which map it is in, and the key there. */
export function labelAt(
  path: string,
): { readonly in: 'labels' | 'annotations'; readonly key: string } | undefined {
  const [, map, key] = LABEL_PATH.exec(path) ?? [];
  if (map === undefined || key === undefined) return undefined;
  return { in: map.endsWith('annotations') ? 'annotations' : 'labels', key };
}

const MAX_NAME = 63;
const MAX_PREFIX = 253;
const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/**
 * Why a label's value is refused; undefined for a legal one.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function labelValueFlaw(value: string): string | undefined {
  if (value === '') return undefined;
  if (value.length > MAX_NAME) return `is longer than ${MAX_NAME} characters`;
  return NAME.test(value)
    ? undefined
    : 'may hold letters, digits, `-`, `_` and `.` only, and begins and ends with a letter or digit';
}

/** Why a label's or annotation's key is refused: `prefix/name`, or a name alone. */
export function labelKeyFlaw(key: string): string | undefined {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (name === '') return 'has no name';
  if (prefix !== undefined && (prefix.length > MAX_PREFIX || !PREFIX.test(prefix)))
    return 'needs a DNS name before the `/`';
  return labelValueFlaw(name);
}
