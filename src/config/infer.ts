import type { Cluster } from '../model/cluster/cluster.ts';
import { targetOf } from '../model/cluster/dns/publication.ts';
import { ofGateway } from '../model/cluster/load-balancers/load-balancers.ts';
import { basename } from '../source/tree.ts';
import type { GatewayPolicy, PolicyFile } from './policy.ts';
import { withoutErrors } from './values.ts';

/** A part of a policy that a repository suggests. */
export interface PolicySection {
  readonly key: keyof PolicyFile;
  /** What it is for, in a few words; one line. */
  readonly comment: string;
  readonly value: NonNullable<PolicyFile[keyof PolicyFile]>;
}

/** What a repository declares, as a policy that pins it: only what is there and certain. */
export function inferPolicy(cluster: Cluster): PolicySection[] {
  const sections: (PolicySection | undefined)[] = [
    section(
      'categories',
      'Categories, and the applications that belong there.',
      categories(cluster),
    ),
    section(
      'loadBalancer',
      'Addresses that LoadBalancer services may have.',
      filled({ ranges: ranges(cluster) }),
    ),
    section(
      'gateways',
      'Gateways. Add "audience: public" or "private", and "publish" (by external-dns), to check their routes.',
      gateways(cluster),
    ),
    section('domains', 'DNS domains that hostnames must lie in.', domains(cluster)),
    section(
      'externalDns',
      'What marks gateways and routes to be published.',
      filled(label(cluster)),
    ),
    section(
      'storage',
      'Storage classes. Add "kind: replicated" or "local" and "capacity" to check who uses them.',
      filled({ classes: storageClasses(cluster) }),
    ),
    section('cilium', "Cilium's modes.", cilium(cluster)),
    section(
      'talos',
      'The version of all installer images.',
      filled({ version: talosVersion(cluster) }),
    ),
  ];
  return sections.flatMap(one => one ?? []);
}

type Value = Record<string, unknown> | readonly unknown[];

/** Without what no policy may say: a placeholder that the repository declares can't be pinned. */
function section(
  key: keyof PolicyFile,
  comment: string,
  declared: Value | undefined,
): PolicySection | undefined {
  const value = withoutErrors(declared, [key]) as Value | undefined;
  return value === undefined || Object.keys(value).length === 0
    ? undefined
    : { key, comment, value: value as PolicySection['value'] };
}

/** Without what is undefined or empty. */
function filled(value: Record<string, unknown>): Record<string, unknown> {
  const isFilled = (item: unknown) =>
    item !== undefined && !(typeof item === 'object' && item && Object.keys(item).length === 0);
  return Object.fromEntries(Object.entries(value).filter(([, item]) => isFilled(item)));
}

/** Directory names that several categories have (`cluster`, `operator`) say nothing of the place. */
function categories({ categories: names, appDirectories }: Cluster) {
  const namesIn = (category: string) =>
    new Set(
      appDirectories.flatMap(directory =>
        directory.category === category ? [basename(directory.path)] : [],
      ),
    );
  const isElsewhere = (application: string, category: string) =>
    names.some(other => other !== category && namesIn(other).has(application));
  return Object.fromEntries(
    names.map(name => {
      const own = [...namesIn(name)].filter(application => !isElsewhere(application, name));
      return [name, filled({ applications: own.sort() })];
    }),
  );
}

const ranges = ({ ipPools }: Cluster): string[] => [
  ...new Set(
    ipPools
      .filter(({ disabled }) => !disabled)
      .flatMap(({ blocks }) => blocks.flatMap(({ range }) => range?.text ?? [])),
  ),
];

function gateways(cluster: Cluster): Record<string, GatewayPolicy> {
  const result: Record<string, GatewayPolicy> = Object.create(null);
  for (const gateway of cluster.gateways) {
    const addresses = ofGateway(gateway)?.requests.flatMap(({ address }) => address?.text ?? []);
    result[gateway.name] = filled({
      namespace: gateway.namespace,
      class: gateway.className?.value,
      address: addresses?.length === 1 ? addresses[0] : undefined,
      target: targetOf(gateway)?.text || undefined,
    });
  }
  return result;
}

const domains = ({ dnsControllers }: Cluster): string[] => [
  ...new Set(
    dnsControllers.flatMap(({ domainFilters }) => domainFilters.map(({ value }) => value)),
  ),
];

/** The one label that all controllers ask for. */
function label({ dnsControllers }: Cluster): { label?: string } {
  const labels = dnsControllers.map(({ labelFilter: [only, ...others] }) =>
    only?.operator === '=' && only.values.length === 1 && others.length === 0
      ? `${only.key}=${only.values[0]}`
      : undefined,
  );
  const [first] = labels;
  return first !== undefined && labels.every(other => other === first) ? { label: first } : {};
}

const storageClasses = (cluster: Cluster): Record<string, object> =>
  Object.fromEntries(cluster.storageClasses.map(({ name }) => [name, {}]));

function cilium({ cilium: [first] }: Cluster): Record<string, unknown> | undefined {
  if (!first || first.release.valuesIncomplete) return undefined;
  return filled({
    mode: first.value('loadBalancer', 'mode')?.text,
    algorithm: first.value('loadBalancer', 'algorithm')?.text,
    kubeProxyReplacement: first.value('kubeProxyReplacement') && first.replacesKubeProxy,
  });
}

function talosVersion({ talos }: Cluster): string | undefined {
  const tags = new Set(talos.images.flatMap(({ tag, node }) => (node && tag ? [tag.text] : [])));
  const [only, ...others] = tags;
  return others.length === 0 ? only : undefined;
}
