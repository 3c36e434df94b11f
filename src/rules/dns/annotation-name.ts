import { ALPHA_PREFIX, type DnsController, STABLE_PREFIX } from '../../model/cluster/dns.ts';
import { annotationsAt } from '../../model/cluster/services.ts';
import { nearest } from '../../text/nearest.ts';
import { listing } from '../../text/plural.ts';
import type { Rule } from '../rule.ts';

const KEYS = [
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
  'cloudflare-proxied',
  'cloudflare-custom-hostname',
  'cloudflare-region-key',
  'cloudflare-record-comment',
  'cloudflare-tags',
  'azure-tags',
];

/** Keys that belong to one provider: any name may follow these but Cloudflare's. */
const PROVIDER_PREFIXES: Readonly<Record<string, string>> = {
  'aws-': 'aws',
  'scw-': 'scaleway',
  'webhook-': 'webhook',
  'coredns-': 'coredns',
  'cloudflare-': 'cloudflare',
  'azure-': 'azure',
};

/** A label of one's own choice for filters, by convention. */
const CONVENTIONAL = new Set(['enabled', 'exclude', 'public', 'internal']);

export const annotationName: Rule = {
  id: 'dns/annotation-name',
  severity: 'warning',
  summary:
    'An external-dns annotation that it doesn’t know, or that belongs to a provider that isn’t used.',
  rationale:
    'Unknown annotations are ignored silently; so are all annotations under a prefix that the deployed version doesn’t read.',
  remedy: 'Use the name that external-dns reads.',
  reference: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/',
  fixable: 'safe',
  check({ cluster, report }) {
    const controllers = cluster.dnsControllers;
    const prefixes = new Set(controllers.map(({ annotationPrefix }) => annotationPrefix));
    for (const { value } of cluster.resources.deployed) {
      const annotations = [
        ...annotationsAt(value, 'metadata', 'annotations'),
        ...annotationsAt(value, 'spec', 'infrastructure', 'annotations'),
      ];
      for (const { key } of annotations) {
        const prefix = [ALPHA_PREFIX, STABLE_PREFIX].find(candidate =>
          key.text.startsWith(candidate),
        );
        if (prefix === undefined) continue;
        const message = problem(key.text.slice(prefix.length), controllers);
        if (message) report({ at: key, ...message });
        else if (prefixes.size > 0 && !prefixes.has(prefix)) {
          report({
            at: key,
            message: `external-dns here reads annotations under ${listing([...prefixes])}, not ${prefix}`,
            help: 'Rename it, or set --annotation-prefix.',
          });
        }
      }
    }
  },
};

function problem(
  name: string,
  controllers: readonly DnsController[],
): { message: string; help?: string } | undefined {
  if (CONVENTIONAL.has(name)) return undefined;
  const [prefix, provider] =
    Object.entries(PROVIDER_PREFIXES).find(([start]) => name.startsWith(start)) ?? [];
  const providers = controllers.flatMap(controller => controller.provider ?? []);
  const known =
    KEYS.includes(name) || (prefix !== undefined && !['cloudflare-', 'azure-'].includes(prefix));
  if (known) {
    const used =
      provider === undefined ||
      providers.length === 0 ||
      providers.length < controllers.length ||
      providers.some(used => used === provider || used === 'webhook' || used === 'inmemory');
    return used
      ? undefined
      : {
          message: `${name} is for the provider ${provider}, and external-dns uses ${listing(providers)}`,
        };
  }
  const meant = nearest(name, KEYS);
  return {
    message: `external-dns knows no annotation "${name}"`,
    ...(meant && { help: `Did you mean ${meant}?` }),
  };
}
