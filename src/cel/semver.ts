import type { Environment } from '@marcbachmann/cel-js';
import { type Add, fail, is } from './add.ts';

/** A version by the rules of semver.org. */
class Semver {
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly prerelease: readonly string[];
  constructor(numbers: readonly [bigint, bigint, bigint], prerelease: readonly string[]) {
    this.numbers = numbers;
    this.prerelease = prerelease;
  }
}

const NUMBER = '(0|[1-9]\\d*)';
const STRICT = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);

/** What is written loosely, as most write it: a `v` before it, zeros before numbers, or numbers left out. */
function normalized(text: string): string {
  const [, head = '', rest = ''] = /^v?([^-+]*)(.*)$/.exec(text) ?? [];
  const numbers = head.split('.').map(part => part.replace(/^0+(?=\d)/, ''));
  while (numbers.length < 3) numbers.push('0');
  return numbers.join('.') + rest;
}

function semverOf(text: string, isLoose = false): Semver {
  const match = text.length > 256 ? null : STRICT.exec(isLoose ? normalized(text) : text);
  if (!match) return fail(`"${text}" is not a semantic version`);
  const [, major = '0', minor = '0', patch = '0', prerelease] = match;
  const parts = prerelease?.split('.') ?? [];
  if (parts.some(part => /^0\d+$/.test(part))) return fail(`"${text}" is not a semantic version`);
  return new Semver([BigInt(major), BigInt(minor), BigInt(patch)], parts);
}

/** @see https://semver.org/#spec-item-11 */
function order(a: Semver, b: Semver): bigint {
  for (const [i, number] of a.numbers.entries()) {
    const other = b.numbers[i] ?? 0n;
    if (number !== other) return number < other ? -1n : 1n;
  }
  const [own, others] = [a.prerelease, b.prerelease];
  if (own.length === 0 || others.length === 0)
    return BigInt(Number(own.length === 0) - Number(others.length === 0));
  for (const [i, part] of own.entries()) {
    const other = others[i];
    if (other === undefined) return 1n;
    if (part === other) continue;
    const [isNumber, isOtherNumber] = [part, other].map(one => /^\d+$/.test(one));
    if (isNumber !== isOtherNumber) return isNumber ? -1n : 1n;
    const isLess = isNumber ? BigInt(part) < BigInt(other) : part < other;
    return isLess ? -1n : 1n;
  }
  return own.length < others.length ? -1n : 0n;
}

/**
 * Adds versions, as the API server has them.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-semver-library
 */
export function addSemver(environment: Environment, add: Add): void {
  const type = 'kubernetes.Semver';
  environment.registerType(type, Semver);
  add('isSemver(string): bool', is(semverOf));
  add('isSemver(string, bool): bool', (text: string, isLoose: boolean) =>
    is(one => semverOf(one, isLoose))(text),
  );
  add(`semver(string): ${type}`, (text: string) => semverOf(text));
  add(`semver(string, bool): ${type}`, semverOf);
  for (const [i, name] of (['major', 'minor', 'patch'] as const).entries())
    add(`${type}.${name}(): int`, ({ numbers }: Semver) => numbers[i] ?? 0n);
  add(`${type}.isLessThan(${type}): bool`, (a: Semver, b: Semver) => order(a, b) < 0n);
  add(`${type}.isGreaterThan(${type}): bool`, (a: Semver, b: Semver) => order(a, b) > 0n);
  add(`${type}.compareTo(${type}): int`, order);
}
