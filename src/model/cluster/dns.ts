import type { Place } from '../../source/text.ts';
import { get, itemsAt, textAt } from '../access.ts';
import { type LocatedScalar, placeOf, placeWithin } from '../located.ts';
import type { ClusterResource } from './owned.ts';
import type { Workload } from './workloads.ts';

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

/** One `key=value`, `key!=value` or `key` of a label selector. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: '=' | '!=' | 'exists' | 'absent';
  readonly value: string;
}

/** An external-dns deployment, by what its arguments say. */
export interface DnsController {
  readonly resource: ClusterResource;
  readonly args: readonly DnsArgument[];
  /** Whether the arguments may not be all of them. */
  readonly partial: boolean;
  readonly sources: ReadonlySet<string>;
  readonly provider: string | undefined;
  readonly annotationPrefix: string;
  readonly domainFilters: readonly DnsArgument[];
  readonly excludedDomains: readonly string[];
  /** Filters routes, services and ingresses by label. */
  readonly labelFilter: readonly LabelRequirement[];
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

export function dnsControllers(workloads: readonly Workload[]): DnsController[] {
  return workloads.flatMap(workload => {
    const container = workload.containers.find(({ value }) =>
      isExternalDns(textAt(value, 'image')),
    );
    return container
      ? [
          toController(
            workload.resource,
            itemsAt(container.value, 'args'),
            textAt(container.value, 'image'),
          ),
        ]
      : [];
  });
}

const isExternalDns = (image: string | undefined): boolean =>
  image !== undefined && /(^|\/)external-dns(:|@|$)/.test(image);

function toController(
  resource: ClusterResource,
  items: ReturnType<typeof itemsAt>,
  image: string | undefined,
): DnsController {
  const args = parseArguments(items.flatMap(item => (item.kind === 'scalar' ? [item] : [])));
  const valuesOf = (name: string) => args.filter(arg => arg.name === name);
  const last = (name: string) => valuesOf(name).at(-1)?.value;
  return {
    resource,
    args,
    partial: resource.partial && get(resource.value, 'spec') === undefined,
    sources: new Set(valuesOf('source').map(({ value }) => value)),
    provider: last('provider'),
    annotationPrefix: last('annotation-prefix') ?? defaultPrefix(image),
    domainFilters: valuesOf('domain-filter'),
    excludedDomains: valuesOf('exclude-domains').map(({ value }) => value),
    labelFilter: parseSelector(last('label-filter')),
    gatewayLabelFilter: parseSelector(last('gateway-label-filter')),
    gatewayName: last('gateway-name') || undefined,
    gatewayNamespace: last('gateway-namespace') || undefined,
    namespace: last('namespace') || undefined,
    proxied: valuesOf('cloudflare-proxied').some(({ value }) => value !== 'false'),
    valuesOf,
  };
}

function defaultPrefix(image: string | undefined): string {
  const [, minor] = /:v?0\.(\d+)\./.exec(image ?? '') ?? [];
  return minor !== undefined && Number(minor) >= 22 ? STABLE_PREFIX : ALPHA_PREFIX;
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

/** The equality part of Kubernetes' label selector syntax; set-based parts are left out. */
export function parseSelector(text: string | undefined): LabelRequirement[] {
  if (!text || /[()]/.test(text)) return [];
  return text.split(',').flatMap((part): LabelRequirement[] => {
    const match = /^\s*(!?)([^=!\s]+)\s*(?:(==?|!=)\s*(.*?))?\s*$/.exec(part);
    if (!match) return [];
    const [, not, key = '', operator, value = ''] = match;
    if (operator === undefined) return [{ key, operator: not ? 'absent' : 'exists', value: '' }];
    return [{ key, operator: operator === '!=' ? '!=' : '=', value }];
  });
}

/** Whether labels satisfy every requirement. */
export const satisfies = (
  labels: ReadonlyMap<string, string>,
  requirements: readonly LabelRequirement[],
): boolean =>
  requirements.every(({ key, operator, value }) => {
    const actual = labels.get(key);
    if (operator === 'exists') return actual !== undefined;
    if (operator === 'absent') return actual === undefined;
    return operator === '=' ? actual === value : actual !== value;
  });
