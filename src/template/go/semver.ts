import { fail } from './stop.ts';

export interface Version {
  readonly numbers: readonly [number, number, number];
  readonly prerelease: string;
  readonly metadata: string;
  /** How many of the three numbers were written. */
  readonly parts: number;
}

const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = new RegExp(
  `^v?(\\d{1,15})(?:\\.(\\d{1,15}))?(?:\\.(\\d{1,15}))?(?:-(${IDENTIFIERS}))?(?:\\+(${IDENTIFIERS}))?$`,
);

/** A version as Masterminds/semver reads it, short forms included; undefined if it is none. */
export function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (!match) return undefined;
  const [, major, minor, patch, prerelease = '', metadata = ''] = match;
  return {
    numbers: [Number(major), Number(minor ?? 0), Number(patch ?? 0)],
    prerelease,
    metadata,
    parts: patch !== undefined ? 3 : minor !== undefined ? 2 : 1,
  };
}

/** The canonical text, as Go prints a version. */
export const versionText = ({ numbers, prerelease, metadata }: Version): string =>
  numbers.join('.') + (prerelease && `-${prerelease}`) + (metadata && `+${metadata}`);

function comparePrerelease(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  const left = a.split('.');
  const right = b.split('.');
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const x = left[i];
    const y = right[i];
    if (x === y) continue;
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    const numeric = [x, y].map(part => /^\d+$/.test(part));
    if (numeric[0] && numeric[1]) return Number(x) - Number(y);
    if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return 0;
}

export function compareVersions(a: Version, b: Version): number {
  for (const [index, number] of a.numbers.entries()) {
    const difference = number - (b.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePrerelease(a.prerelease, b.prerelease);
}

interface Constraint {
  readonly operator: string;
  readonly version: Version;
  /** Minor or patch is absent or a wildcard. */
  readonly dirty: boolean;
  readonly minorDirty: boolean;
  readonly patchDirty: boolean;
}

const PART = '(?:\\d{1,15}|[xX*])';
const CONSTRAINT = new RegExp(
  `^(=|==|!=|>|<|>=|=>|<=|=<|~|~>|\\^)?\\s*v?(${PART})(?:\\.(${PART}))?(?:\\.(${PART}))?(?:-(${IDENTIFIERS}))?(?:\\+${IDENTIFIERS})?$`,
);
const isWild = (part: string | undefined): boolean =>
  part === undefined || part === 'x' || part === 'X' || part === '*';

function parseConstraint(text: string): Constraint {
  const match = CONSTRAINT.exec(text);
  if (!match) fail(`improper constraint: ${text}`);
  const [, operator = '', major, minor, patch, prerelease = ''] = match;
  const minorDirty = isWild(minor);
  const patchDirty = isWild(patch);
  const anyMajor = isWild(major);
  const version: Version = {
    numbers: anyMajor
      ? [0, 0, 0]
      : [
          Number(major),
          minorDirty ? 0 : Number(minor),
          minorDirty || patchDirty ? 0 : Number(patch),
        ],
    prerelease: anyMajor ? '' : prerelease,
    metadata: '',
    parts: 3,
  };
  const any = anyMajor && ['', '=', '==', '~', '~>', '^'].includes(operator);
  return {
    operator: any ? '>=' : operator,
    version,
    dirty: !any && (minorDirty || patchDirty),
    minorDirty,
    patchDirty,
  };
}

/** Whether `version` lies in `constraint` (https://pkg.go.dev/github.com/Masterminds/semver/v3). */
export function satisfies(constraint: string, version: string): boolean {
  const groups = constraint.split('||').map(part => splitConstraints(part).map(parseConstraint));
  const parsed = parseVersion(version) ?? fail('invalid semantic version');
  return groups.some(group => group.every(one => check(one, parsed)));
}

/** Whether a text is a constraint at all. */
export function isConstraint(text: string): boolean {
  try {
    satisfies(text, '0.0.0');
    return text.trim() !== '';
  } catch {
    return false;
  }
}

function splitConstraints(text: string): string[] {
  const ranged = text.replace(/(^|[\s,])(\S+)\s+-\s+(\S+)/g, '$1>=$2 <=$3');
  const parts = ranged.match(/(?:[=!<>~^]{1,2}\s*)?[^\s,=!<>~^]+/g) ?? [];
  const kept = parts.join('').replace(/\s/g, '').length;
  if (kept !== ranged.replace(/[\s,]/g, '').length) fail(`improper constraint: ${text}`);
  if (parts.length === 0) fail(`improper constraint: ${text}`);
  return parts;
}

function check(constraint: Constraint, version: Version): boolean {
  const { operator, version: bound, dirty } = constraint;
  // A pre-release is admitted only by a constraint that names one.
  const hidden = version.prerelease !== '' && bound.prerelease === '';
  const order = compareVersions(version, bound);
  const sameMajor = version.numbers[0] === bound.numbers[0];
  const sameMinor = sameMajor && version.numbers[1] === bound.numbers[1];
  switch (operator) {
    case '':
    case '=':
    case '==':
      return dirty ? !hidden && tilde(constraint, version, order) : order === 0;
    case '!=':
      if (hidden) return false;
      if (!dirty) return order !== 0;
      return !sameMajor || (!constraint.minorDirty && !sameMinor);
    case '>':
      if (hidden) return false;
      if (!dirty) return order > 0;
      if (version.numbers[0] !== bound.numbers[0]) return version.numbers[0] > bound.numbers[0];
      return !constraint.minorDirty && version.numbers[1] > bound.numbers[1];
    case '<':
      return !hidden && order < 0;
    case '>=':
    case '=>':
      return !hidden && order >= 0;
    case '<=':
    case '=<':
      if (hidden) return false;
      if (!dirty) return order <= 0;
      return order <= 0 || (constraint.minorDirty ? sameMajor : sameMinor);
    case '^':
      return !hidden && caret(constraint, version, order);
    default:
      return !hidden && tilde(constraint, version, order);
  }
}

function tilde(
  { version: bound, minorDirty }: Constraint,
  version: Version,
  order: number,
): boolean {
  if (order < 0 || version.numbers[0] !== bound.numbers[0]) return false;
  return minorDirty || version.numbers[1] === bound.numbers[1];
}

function caret(constraint: Constraint, version: Version, order: number): boolean {
  const [major, minor, patch] = constraint.version.numbers;
  if (order < 0) return false;
  if (major > 0 || constraint.minorDirty) return version.numbers[0] === major;
  if (version.numbers[0] !== 0) return false;
  if (minor > 0 || constraint.patchDirty) return version.numbers[1] === minor;
  return version.numbers[1] === 0 && version.numbers[2] === patch;
}

/** Whether two texts are one version: equal but for a leading `v` and for what is left out of it. */
export function isSameVersion(a: string, b: string): boolean {
  const [one, other] = [parseVersion(a), parseVersion(b)];
  return one !== undefined && other !== undefined && versionText(one) === versionText(other);
}

/** Whether a version is another one or a later one; false for what is no version. */
export function isAtLeast(version: string, other: string): boolean {
  const [a, b] = [parseVersion(version), parseVersion(other)];
  return a !== undefined && b !== undefined && compareVersions(a, b) >= 0;
}
