import { codes } from '../../../text/code.ts';
import { nearest } from '../../../text/nearest.ts';
import type { DnsController } from './controllers.ts';

/** https://github.com/kubernetes-sigs/external-dns/blob/v0.20.0/source/annotations/annotations.go */
const COMMON = [
  'hostname',
  'internal-hostname',
  'target',
  'ttl',
  'controller',
  'set-identifier',
  'alias',
  'record-type',
  'access',
  'endpoints-type',
  'ingress',
  'ingress-hostname-source',
  'gateway-hostname-source',
];

interface ProviderKeys {
  /** The provider's name in `--provider`. */
  readonly provider: string;
  /** What may follow the prefix; undefined: anything. */
  readonly keys: readonly string[] | undefined;
}

/** Keys that one provider reads, by what they start with. */
const BY_PREFIX: Readonly<Record<string, ProviderKeys>> = {
  'cloudflare-': {
    provider: 'cloudflare',
    keys: ['proxied', 'custom-hostname', 'region-key', 'record-comment', 'tags'],
  },
  'azure-': { provider: 'azure', keys: ['tags'] },
  'aws-': {
    provider: 'aws',
    keys: [
      'weight',
      'region',
      'failover',
      'geolocation-continent-code',
      'geolocation-country-code',
      'geolocation-subdivision-code',
      'geoproximity-region',
      'geoproximity-bias',
      'geoproximity-coordinates',
      'geoproximity-local-zone-group',
      'multi-value-answer',
      'health-check-id',
      'evaluate-target-health',
      'target-hosted-zone',
      'hosted-zone-id',
    ],
  },
  'scw-': { provider: 'scaleway', keys: ['priority'] },
  'coredns-': { provider: 'coredns', keys: ['group'] },
  'webhook-': { provider: 'webhook', keys: undefined },
};

/** Names of one's own choice for filters, by convention. */
const CONVENTIONAL = new Set(['enabled', 'exclude', 'public', 'internal']);

/**
 * What is wrong with the name of an external-dns annotation.
 *
 * @param name without the prefix
 * @param mayHaveOthers whether there are controllers that can't be read
 * @returns `meant`: the name that was probably meant, without the prefix, too
 */
export function annotationProblem(
  name: string,
  controllers: readonly DnsController[],
  mayHaveOthers: boolean,
): { message: string; help?: string; meant?: string } | undefined {
  const isFiltered = controllers.some(({ annotationFilter, annotationPrefix }) =>
    annotationFilter.some(({ key }) => key === annotationPrefix + name),
  );
  if (isFiltered || CONVENTIONAL.has(name) || COMMON.includes(name)) return undefined;
  const [prefix, group] = Object.entries(BY_PREFIX).find(([start]) => name.startsWith(start)) ?? [];
  const isKnown = prefix !== undefined && isKeyOf(group, name.slice(prefix.length));
  if (!isKnown) {
    const all = Object.entries(BY_PREFIX).flatMap(([start, { keys = [] }]) =>
      keys.map(key => start + key),
    );
    const meant = nearest(name, [...COMMON, ...all]);
    return {
      message: `external-dns knows no annotation \`${name}\``,
      ...(meant && { help: `Did you mean \`${meant}\`?`, meant }),
    };
  }
  const providers = controllers.flatMap(({ provider }) => provider ?? []);
  const isUsed =
    mayHaveOthers ||
    providers.length === 0 ||
    providers.length < controllers.length ||
    providers.some(used => [group?.provider, 'webhook', 'inmemory'].includes(baseName(used)));
  if (isUsed) return undefined;
  const message = `\`${name}\` is for the provider \`${group?.provider}\`, and external-dns uses ${codes(providers)}`;
  return { message };
}

const isKeyOf = (group: ProviderKeys | undefined, key: string): boolean =>
  group !== undefined && (group.keys === undefined || group.keys.includes(key));

/** `azure-dns` and `azure-private-dns` read what `azure` does. */
const baseName = (provider: string): string => (provider.startsWith('azure') ? 'azure' : provider);
