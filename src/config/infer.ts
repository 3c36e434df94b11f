import type { Cluster } from '../model/cluster/cluster.ts';
import { targetOf } from '../model/cluster/dns/publication.ts';
import { ofGateway } from '../model/cluster/load-balancers/load-balancers.ts';
import type { Repository } from '../model/cluster/repository.ts';
import { basename } from '../source/tree.ts';
import { codes } from '../text/code.ts';
import { getScalar } from '../yaml/access.ts';
import { type LocatedScalar, placeOf } from '../yaml/located.ts';
import type { PolicyFile, PolicyParts } from './policy.ts';
import {
  common,
  isEmpty,
  type SuggestedList,
  type SuggestedMap,
  type Suggestion,
  suggested,
  suggestedList,
  suggestedMap,
  without,
} from './suggestion.ts';
import { withoutErrors } from './values.ts';

/** A part of a policy that a repository suggests. */
export interface PolicySection {
  readonly key: keyof PolicyFile;
  /** What it is for, in a few words; one line. */
  readonly comment: string;
  readonly value: Suggestion;
}

/** What may differ from cluster to cluster: what it is for, and what a cluster declares. */
const PARTS: readonly (readonly [
  key: keyof PolicyParts,
  comment: string,
  declared: (cluster: Cluster) => SuggestedMap | SuggestedList,
])[] = [
  ['loadBalancer', 'Addresses that LoadBalancer services may have.', loadBalancer],
  [
    'gateways',
    'Gateways. Add "audience" (public, private, any name) to check their routes, and "publish" (by external-dns).',
    gateways,
  ],
  ['domains', 'DNS domains that hostnames must lie in.', domains],
  ['externalDns', 'What marks gateways and routes to be published.', externalDns],
  [
    'storage',
    'Storage classes. Add "kind: replicated" or "local" and "capacity" to check who uses them.',
    storage,
  ],
  ['cilium', "Cilium's modes.", cilium],
  ['talos', 'The version of all installer images.', talos],
];

/** What a repository declares, as a policy that pins it: only what is there and certain. */
export function inferPolicy(repository: Repository): PolicySection[] {
  const clusters: readonly { readonly name?: string; readonly cluster: Cluster }[] =
    repository.clusters.length > 1 ? repository.clusters : [{ cluster: repository }];
  const declared = clusters.map(({ name, cluster }) => ({
    name,
    parts: suggestedMap(
      Object.fromEntries(PARTS.map(([key, , partOf]) => [key, valid(partOf(cluster), [key])])),
    ),
  }));
  const shared = common(declared.map(({ parts }) => parts));
  const sharedParts = shared?.kind === 'map' ? shared.entries : {};
  const own = declared.flatMap(({ name, parts }) => {
    const rest = without(parts, shared);
    return name === undefined || rest?.kind !== 'map' || isEmpty(rest)
      ? []
      : [{ ...rest, entries: { clusters: suggestedList([suggested(name)]), ...rest.entries } }];
  });
  return [
    section('categories', categoriesComment(repository), categories(repository)),
    ...PARTS.map(([key, comment]) => section(key, comment, sharedParts[key])),
    section('overrides', 'What differs from cluster to cluster.', { kind: 'list', items: own }),
  ].flatMap(one => one ?? []);
}

const section = (
  key: keyof PolicyFile,
  comment: string,
  value: Suggestion | undefined,
): PolicySection | undefined =>
  value === undefined || isEmpty(value) ? undefined : { key, comment, value };

/** Without what no policy may say: a placeholder that the repository declares can't be pinned. */
function valid(part: Suggestion, path: readonly string[]): Suggestion | undefined {
  if (part.kind === 'value')
    return withoutErrors(part.value, path) === undefined ? undefined : part;
  if (part.kind === 'list') {
    const items = part.items.filter(item => valid(item, [...path, '*']) !== undefined);
    return { kind: 'list', items };
  }
  const keys = Object.keys(
    withoutErrors(Object.fromEntries(Object.keys(part.entries).map(key => [key, {}])), path) ?? {},
  );
  return suggestedMap(
    Object.fromEntries(
      Object.entries(part.entries).map(([key, item]) => [
        key,
        keys.includes(key) ? valid(item, [...path, key]) : undefined,
      ]),
    ),
  );
}

const read = (scalar: LocatedScalar | undefined): Suggestion | undefined =>
  scalar && suggested(scalar.value, placeOf(scalar));

const categoriesComment = ({ appRoots }: Cluster): string =>
  `Categories, and the applications that belong there: the folders below ${codes(appRoots.map(root => root || '.'))}.`;

/** Directory names that several categories have (`cluster`, `operator`) say nothing of the place. */
function categories({ categories: names, appDirectories }: Cluster): SuggestedMap {
  const namesIn = (category: string) =>
    new Set(
      appDirectories.flatMap(directory =>
        directory.category === category ? [basename(directory.path)] : [],
      ),
    );
  const isElsewhere = (application: string, category: string) =>
    names.some(other => other !== category && namesIn(other).has(application));
  return {
    kind: 'map',
    entries: Object.fromEntries(
      names.map(name => {
        const own = [...namesIn(name)].filter(application => !isElsewhere(application, name));
        const applications = suggestedList(own.sort().map(item => suggested(item)));
        return [name, suggestedMap({ applications })];
      }),
    ),
  };
}

function loadBalancer({ ipPools }: Cluster): SuggestedMap {
  const blocks = ipPools.filter(({ disabled }) => !disabled).flatMap(pool => pool.blocks);
  return suggestedMap({
    ranges: suggestedList(
      blocks.flatMap(({ range, value }) => (range ? [suggested(range.text, placeOf(value))] : [])),
    ),
  });
}

function gateways(cluster: Cluster): SuggestedMap {
  const entries = cluster.gateways.map(gateway => {
    const requests = ofGateway(gateway)?.requests.filter(({ address }) => address) ?? [];
    const [only, ...others] = requests;
    const target = targetOf(gateway);
    const namespace = getScalar(gateway.resource.value, 'metadata', 'namespace');
    return [
      gateway.name,
      suggestedMap({
        namespace: suggested(gateway.namespace, namespace && placeOf(namespace)),
        class: read(gateway.className),
        address: only && others.length === 0 ? suggested(only.address?.text, only.at) : undefined,
        target: target?.text ? suggested(target.text, placeOf(target.value)) : undefined,
      }),
    ] as const;
  });
  return suggestedMap(Object.fromEntries(entries));
}

function domains({ dnsControllers }: Cluster): SuggestedList {
  return suggestedList(
    dnsControllers.flatMap(({ domainFilters }) =>
      domainFilters.map(({ value, valueAt }) => suggested(value, valueAt)),
    ),
  );
}

/** The one label that all controllers ask for. */
function externalDns({ dnsControllers }: Cluster): SuggestedMap {
  const labels = dnsControllers.map(({ labelFilter: [only, ...others] }) =>
    only?.operator === '=' && only.values.length === 1 && others.length === 0
      ? `${only.key}=${only.values[0]}`
      : undefined,
  );
  const [first] = labels;
  if (first === undefined || !labels.every(other => other === first)) return suggestedMap({});
  const [filter] = dnsControllers.flatMap(({ args }) =>
    args.filter(({ value }) => value === first),
  );
  return suggestedMap({ label: suggested(first, filter?.valueAt) });
}

function storage({ storageClasses }: Cluster): SuggestedMap {
  return suggestedMap({
    classes: suggestedMap(
      Object.fromEntries(
        storageClasses.map(({ name, resource }) => [
          name,
          suggested({}, placeOf(getScalar(resource.value, 'metadata', 'name') ?? resource.value)),
        ]),
      ),
    ),
  });
}

function cilium({ cilium: [first] }: Cluster): SuggestedMap {
  if (!first || first.release.valuesIncomplete) return suggestedMap({});
  const replacement = first.value('kubeProxyReplacement');
  return suggestedMap({
    mode: read(first.value('loadBalancer', 'mode')),
    algorithm: read(first.value('loadBalancer', 'algorithm')),
    kubeProxyReplacement: replacement && suggested(first.replacesKubeProxy, placeOf(replacement)),
  });
}

function talos({ talos: { images } }: Cluster): SuggestedMap {
  const tags = images.flatMap(({ tag, node }) => (node && tag ? [tag] : []));
  const [first] = tags;
  const isOne = first !== undefined && tags.every(({ text }) => text === first.text);
  return suggestedMap({ version: isOne ? suggested(first.text, first.at) : undefined });
}
