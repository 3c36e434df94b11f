import { MADE_BESIDE } from '../../../model/chart-objects.ts';
import type { HelmRelease } from '../../../model/release.ts';
import { carries } from '../../../model/unknown.ts';
import { misspelt } from '../../../text/nearest.ts';
import { own } from '../../../text/own.ts';
import { textAt } from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import { makesClaim } from './claims.ts';

/**
 * Whether a chart would give an object of its own such a name. Charts name their objects after the
 * release, the chart, `fullnameOverride` or `nameOverride`, or as a value says; a name that stands at
 * a key which refers to something (`existingSecret`, `secretKeyRef`, `claimName`) is somebody else's.
 *
 * @returns undefined where it may give any name, since its own name or its values aren't all known
 */
export function releaseNames(
  release: HelmRelease,
): ((name: string, kind: string) => boolean | 'alike') | undefined {
  const { chart, name, values, valuesIncomplete } = release;
  if (name === undefined || valuesIncomplete) return undefined;
  const override = textAt(values, 'fullnameOverride') ?? textAt(values, 'nameOverride');
  const words = chart.text.split('-').filter(word => word.length > 3 && !COMMON.has(word));
  const fullNames = [name, override, chart.text].flatMap(word => word ?? []);
  const ownWords = [...fullNames, ...words];
  return (sought, kind) => {
    const said = mentions(values, sought);
    // No chart makes the namespace that it is installed in by itself.
    if (kind === 'Namespace') return said === 'names';
    // Routes among the values are there for the chart's own Services.
    if (said === 'refers' && kind !== 'Service')
      return isWired(sought, name, chart.text) || isComposed(sought, name, values);
    if (said === 'names') return true;
    // What is one letter off the name of the release is meant to be it.
    if (!fullNames.includes(sought) && misspelt(sought, fullNames)) return false;
    const isBeside = own(MADE_BESIDE, chart.text)?.test(sought) ?? false;
    return isBeside ? 'alike' : carries(sought, ownWords);
  };
}

/**
 * Whether a name that is referred to is one that charts make up: it ends with that of the release, one of several
 * words (`metrics-config-my-release`), or begins with those of the release and the chart, as `helm create` has it
 * (`my-release-metrics-config`). People name what they make after what it is for.
 */
const isWired = (sought: string, release: string, chart: string): boolean =>
  (release.includes('-') && sought.endsWith(`-${release}`)) ||
  sought.startsWith(`${release}-${chart}-`);

/**
 * Whether a name is that of the release and two or more keys of its values: a chart with `lapi.secrets` makes
 * `my-release-lapi-secrets`.
 */
function isComposed(sought: string, release: string, values: LocatedValue): boolean {
  if (!sought.startsWith(`${release}-`)) return false;
  const words = sought.slice(release.length + 1).split('-');
  return words.length > 1 && words.every(word => hasKey(values, word));
}

function hasKey(value: LocatedValue, word: string): boolean {
  if (value.kind === 'scalar') return false;
  if (value.kind === 'sequence') return value.items.some(item => hasKey(item, word));
  return [...value.entries].some(
    ([key, entry]) => key.toLowerCase() === word || hasKey(entry.value, word),
  );
}

/** Words of chart names that say nothing about one chart. */
const COMMON = new Set(['chart', 'helm', 'operator', 'controller', 'server', 'stack', 'cluster']);

/** The namespaces that a release may write to: its own, and those that its values name. */
export function releaseNamespaces({
  namespace,
  values,
}: HelmRelease): ReadonlySet<string> | undefined {
  if (namespace === undefined) return undefined;
  const found = new Set([namespace]);
  gatherNamespaces(values, false, found);
  return found;
}

function gatherNamespaces(value: LocatedValue, isNamespace: boolean, into: Set<string>): void {
  if (value.kind === 'scalar') {
    if (isNamespace && value.text !== '') into.add(value.text);
  } else if (value.kind === 'sequence') {
    for (const item of value.items) gatherNamespaces(item, isNamespace, into);
  } else {
    for (const [key, { value: child }] of value.entries)
      gatherNamespaces(child, /namespaces?(?:Override)?$/i.test(key), into);
  }
}

/** Keys whose value names an object that is there already. */
const REFERENCE =
  /^existing|(?:Ref|Refs|From)$|^(?:claimName|imagePullSecrets|pullSecrets|storageClass(?:Name)?|serviceAccountName|priorityClassName|className|ingressClassName|gatewayClassName)$/;

/** What values say of a name: it is given to something, something is referred to by it, or nothing. */
function mentions(value: LocatedValue, text: string): 'names' | 'refers' | undefined {
  if (value.kind === 'scalar') {
    // A text of several lines may hold whole objects.
    const isSaid = value.text.includes('\n') ? value.text.includes(text) : value.text === text;
    return isSaid ? 'names' : undefined;
  }
  let answer: 'refers' | undefined;
  const children =
    value.kind === 'sequence'
      ? value.items.map(item => ['', item] as const)
      : [...value.entries].map(([key, entry]) => [key, entry.value] as const);
  for (const [key, child] of children) {
    const said = key === text ? 'names' : mentions(child, text);
    // A class by its settings is made; by its name alone it is there already.
    const isMade =
      (child.kind === 'map' && /Class$/.test(key)) ||
      (key === 'claimName' && value.kind === 'map' && makesClaim(value));
    if (said === 'names' && (isMade || !REFERENCE.test(key))) return 'names';
    if (said !== undefined) answer = 'refers';
  }
  return answer;
}
