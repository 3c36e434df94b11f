import { isConstraint, parseVersion, satisfies, type Version } from '../template/go/semver.ts';
import { matchesName } from './rule-names.ts';

/** Whether a version is the wanted one, or lies in the wanted range; undefined where it is no version. */
export function isOfRange(range: string, version: string): boolean | undefined {
  if (range === version) return true;
  return parseVersion(version) === undefined || !isConstraint(range)
    ? undefined
    : satisfies(range, version);
}

/** What says which versions are meant by comparing, and is no name of a tag. */
const COMPARING = /^\s*[~^<>=!]|\|\|/;

export const isRange = (text: string): boolean => COMPARING.test(text) && isConstraint(text);

/** Whether a tag is what is accepted: a version of a range, or one of the names that a glob stands for. */
export const isTagOf = (accepted: string, tag: string): boolean =>
  isRange(accepted) ? isOfRange(accepted, tag) === true : matchesName(tag, accepted);

/** Single versions are raised all the time. */
const isSingle = (text: string): boolean =>
  /^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(text.trim());

/** A version that a range has and an earlier one had not; undefined where there is none, or each is one version. */
export function addedVersion(earlier: string, now: string): string | undefined {
  if (!isConstraint(earlier) || !isConstraint(now) || (isSingle(earlier) && isSingle(now)))
    return undefined;
  return [...new Set([earlier, now].flatMap(boundaries))].find(
    version => satisfies(now, version) && !satisfies(earlier, version),
  );
}

/** Versions right below, at and above each that a range names: where it begins and ends. */
function boundaries(range: string): string[] {
  const named = (range.match(/\d+(?:\.\d+){0,2}/g) ?? []).flatMap(text => parseVersion(text) ?? []);
  return ['0.0.0', '9999.0.0', ...named.flatMap(around)];
}

function around({ numbers: [major, minor, patch] }: Version): string[] {
  const below = patch > 0 ? [[major, minor, patch - 1]] : [];
  const before =
    minor > 0 ? [[major, minor - 1, 9999]] : major > 0 ? [[major - 1, 9999, 9999]] : [];
  return [
    [major, minor, patch],
    [major, minor, patch + 1],
    [major, minor + 1, 0],
    [major + 1, 0, 0],
    ...below,
    ...before,
  ].map(parts => parts.join('.'));
}
