import type { Place } from '../../../source/text.ts';
import { get, itemsAt, textAt, textsAt } from '../../../yaml/access.ts';
import {
  type LocatedMap,
  type LocatedScalar,
  type LocatedValue,
  placeOf,
  placeWithin,
} from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import type { Workload } from '../workloads/workloads.ts';

/** One command-line argument of external-dns. */
export interface DnsArgument {
  /** Without the dashes: `gateway-label-filter`. */
  readonly name: string;
  /** Empty for a bare flag. */
  readonly value: string;
  readonly at: Place;
  /** The value's own characters. */
  readonly valueAt: Place;
}

/** One `key=value`, `key!=value`, `key in (…)` or `key` of a label selector. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: '=' | '!=' | 'exists' | 'absent';
  /** The values of which one must (or none may) be there. */
  readonly values: readonly string[];
}

/** An external-dns deployment, by what its arguments say. */
export interface DnsController {
  readonly resource: ClusterResource;
  readonly args: readonly DnsArgument[];
  /** Whether the arguments may not be all of them. */
  readonly partial: boolean;
  /** N of the version 0.N, where the image says it. */
  readonly minor: number | undefined;
  readonly sources: ReadonlySet<string>;
  readonly provider: string | undefined;
  readonly annotationPrefix: string;
  /** Whether an argument or the version says which prefix is read. */
  readonly isPrefixKnown: boolean;
  readonly domainFilters: readonly DnsArgument[];
  readonly excludedDomains: readonly string[];
  /** Filters routes, services and ingresses by label. */
  readonly labelFilter: readonly LabelRequirement[];
  /** Filters routes, services and ingresses by annotation. */
  readonly annotationFilter: readonly LabelRequirement[];
  /** Filters gateways by label. */
  readonly gatewayLabelFilter: readonly LabelRequirement[];
  readonly gatewayName: string | undefined;
  readonly gatewayNamespace: string | undefined;
  readonly namespace: string | undefined;
  /** Whether records are proxied unless an annotation says otherwise (Cloudflare). */
  readonly proxied: boolean;
  valuesOf(name: string): readonly DnsArgument[];
}

/** Since v0.22 external-dns reads another prefix by default; most charts still pin the alpha one. */
export const ALPHA_PREFIX = 'external-dns.alpha.kubernetes.io/';
export const STABLE_PREFIX = 'external-dns.kubernetes.io/';

/** Whether a label or annotation is one of external-dns' own. */
export const isDnsKey = (key: string): boolean =>
  key.startsWith(ALPHA_PREFIX) || key.startsWith(STABLE_PREFIX);

export function dnsControllers(workloads: readonly Workload[]): DnsController[] {
  return workloads.flatMap(workload => {
    const container = workload.containers.find(({ value }) =>
      isExternalDns(textAt(value, 'image')),
    );
    return container && !isShell(container.value)
      ? [
          toController(
            workload.resource,
            [...itemsAt(container.value, 'command'), ...itemsAt(container.value, 'args')],
            textAt(container.value, 'image'),
          ),
        ]
      : [];
  });
}

/**
 * Whether there are more of them than can be read: Flux or k3s install charts of that name, from values that
 * are not followed.
 *
 * @see https://fluxcd.io/flux/components/source/ocirepositories/
 * @see https://docs.k3s.io/add-ons/helm
 */
export const hasUnreadController = ({ deployed, loose }: ResourceIndex): boolean =>
  [...deployed, ...loose].some(
    ({ group, value }) =>
      INSTALLERS.has(group) &&
      CHART.some(path => /(?:^|\/)external-dns$/.test(textAt(value, 'spec', ...path) ?? '')),
  );

const INSTALLERS: ReadonlySet<string> = new Set([
  'helm.toolkit.fluxcd.io',
  'source.toolkit.fluxcd.io',
  'helm.cattle.io',
]);
/** Where such objects name a chart. */
const CHART = [['chart', 'spec', 'chart'], ['chartRef', 'name'], ['chart'], ['url']] as const;

/** Whether a shell runs it: its arguments are a script then. */
const isShell = (container: LocatedMap): boolean => textsAt(container, 'command').includes('-c');

const isExternalDns = (image: string | undefined): boolean =>
  image !== undefined && /(^|\/)external-dns(:|@|$)/.test(image);

function toController(
  resource: ClusterResource,
  items: readonly LocatedValue[],
  image: string | undefined,
): DnsController {
  const args = parseArguments(items.flatMap(item => (item.kind === 'scalar' ? [item] : [])));
  const valuesOf = (name: string) => args.filter(arg => arg.name === name);
  const last = (name: string) => valuesOf(name).at(-1)?.value;
  return {
    resource,
    args,
    partial: resource.partial && get(resource.value, 'spec') === undefined,
    minor: minorOf(image),
    sources: new Set(valuesOf('source').map(({ value }) => value)),
    provider: last('provider'),
    annotationPrefix: last('annotation-prefix') ?? defaultPrefix(image) ?? ALPHA_PREFIX,
    isPrefixKnown: (last('annotation-prefix') ?? defaultPrefix(image)) !== undefined,
    domainFilters: valuesOf('domain-filter'),
    excludedDomains: valuesOf('exclude-domains').map(({ value }) => value),
    labelFilter: parseSelector(last('label-filter')),
    annotationFilter: parseSelector(last('annotation-filter')),
    gatewayLabelFilter: parseSelector(last('gateway-label-filter')),
    gatewayName: last('gateway-name') || undefined,
    gatewayNamespace: last('gateway-namespace') || undefined,
    namespace: last('namespace') || undefined,
    proxied: parseBool(last('cloudflare-proxied') || undefined) ?? args.some(isProxiedFlag),
    valuesOf,
  };
}

const isProxiedFlag = ({ name, value }: DnsArgument): boolean =>
  name === 'cloudflare-proxied' && value === '';

/** What Go's ParseBool makes of a text (https://pkg.go.dev/strconv#ParseBool); undefined for an error. */
export function parseBool(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text) ? false : undefined;
}

function defaultPrefix(image: string | undefined): string | undefined {
  const minor = minorOf(image);
  if (minor === undefined) return undefined;
  return minor >= 22 ? STABLE_PREFIX : ALPHA_PREFIX;
}

function minorOf(image: string | undefined): number | undefined {
  const minor = /:v?0\.(\d+)\./.exec(image ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** `--key=value`, `--key value` and `--flag`; anything else is skipped. */
export function parseArguments(scalars: readonly LocatedScalar[]): DnsArgument[] {
  const result: DnsArgument[] = [];
  for (let i = 0; i < scalars.length; i++) {
    const scalar = scalars[i];
    const match = /^--?([a-z0-9-]+)(?:=(.*))?$/s.exec(scalar?.text ?? '');
    if (!scalar || !match) continue;
    const [, name = '', inline] = match;
    const next = scalars[i + 1];
    if (inline !== undefined) {
      const start = scalar.text.length - inline.length;
      const valueAt = placeWithin(scalar, start, scalar.text.length);
      result.push({ name, value: inline, at: placeOf(scalar), valueAt });
    } else if (next && !next.text.startsWith('-')) {
      result.push({ name, value: next.text, at: placeOf(scalar), valueAt: placeOf(next) });
      i++;
    } else {
      result.push({ name, value: '', at: placeOf(scalar), valueAt: placeOf(scalar) });
    }
  }
  return result;
}

/**
 * Kubernetes' label selector syntax, equality-based and set-based.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function parseSelector(text: string | undefined): LabelRequirement[] {
  // Commas within parentheses belong to a set.
  const parts = (text ?? '').match(/[^,(]+(\([^)]*\))?/g) ?? [];
  return parts.flatMap(part => parseSet(part) ?? parseEquality(part) ?? []);
}

function parseSet(part: string): LabelRequirement | undefined {
  const match = /^\s*(\S+)\s+(in|notin)\s*\(([^)]*)\)\s*$/.exec(part);
  if (!match) return undefined;
  const [, key = '', operator, list = ''] = match;
  const values = list.split(',').map(value => value.trim());
  return { key, operator: operator === 'in' ? '=' : '!=', values };
}

function parseEquality(part: string): LabelRequirement | undefined {
  const match = /^\s*(!?)([^=!\s]+)\s*(?:(==?|!=)\s*(.*?))?\s*$/.exec(part);
  if (!match) return undefined;
  const [, not, key = '', operator, value = ''] = match;
  if (operator === undefined) return { key, operator: not ? 'absent' : 'exists', values: [] };
  return { key, operator: operator === '!=' ? '!=' : '=', values: [value] };
}

/** Whether labels satisfy every requirement. */
export const satisfies = (
  labels: ReadonlyMap<string, string>,
  requirements: readonly LabelRequirement[],
): boolean =>
  requirements.every(({ key, operator, values }) => {
    const actual = labels.get(key);
    if (operator === 'exists') return actual !== undefined;
    if (operator === 'absent') return actual === undefined;
    const isOne = actual !== undefined && values.includes(actual);
    return operator === '=' ? isOne : !isOne;
  });

const YES = ['true', 'yes', 'on', 'y', '1', 'enabled'];

/** Whether a label's value is another word for what a filter asks for: `True` or `yes` for `true`. */
export const isOtherWord = (text: string, wanted: string): boolean =>
  text !== wanted &&
  (text.toLowerCase() === wanted.toLowerCase() ||
    (YES.includes(wanted.toLowerCase()) && YES.includes(text.toLowerCase())));

/** A requirement as one writes it: `key=value`, `key`. */
export const requirementText = ({ key, operator, values }: LabelRequirement): string =>
  operator === 'exists' ? key : `${key}${operator === '!=' ? '!=' : '='}${values.join('|')}`;
