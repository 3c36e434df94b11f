import { describe, expect, it } from 'vitest';
import { makePolicy } from '../../src/config/load.ts';
import { contains, parseAddress, parseRange } from '../../src/net/addresses.ts';
import { positionAt } from '../../src/source/text.ts';
import { wordsOf } from '../support/words.ts';

/** What is wrong with a policy, each mistake with its line and column. */
function errorsOf(text: string): string[] {
  const made = makePolicy({ path: '.pitower-lint.yaml', text }, 'inferred');
  if ('preset' in made) return [];
  return made.map(({ at, message, help }) => {
    const { line, column } = positionAt(at.file, at.start);
    return wordsOf(`${line}:${column}: ${message}${help ? ` (${help})` : ''}`);
  });
}

describe('values that are accepted', () => {
  it.each([
    'loadBalancer: {ranges: [192.168.0.220-192.168.0.228]}',
    'loadBalancer: {ranges: [192.168.0.220-228, 192.168.0.230, 10.0.0.0/24, "2001:db8::/64"]}',
    'loadBalancer: {reserved: {192.168.0.231: nginx, "2001:db8::1": nginx}}',
    'gateways: {public: {address: 192.0.2.1, namespace: edge, class: envoy, target: a.example.com.}}',
    'gateways: {public: {target: 192.0.2.1}}',
    'domains: [example.com, "*.example.net", .example.org, xn--bcher-kva.example, home]',
    'externalDns: {label: external-dns.alpha.kubernetes.io/enabled=true}',
    'storage: {classes: {block: {capacity: 476Gi}, bulk: {capacity: 1.5Ti}, raw: {capacity: "1e12"}}}',
    'storage: {nfs: {servers: [nas, 192.0.2.5, "2001:db8::5"], exports: [/, /volume1/media]}}',
    'talos: {version: v1.12.4, lan: [192.168.0.0/24, 10.0.0.1-10.0.0.9]}',
    'talos: {version: v1.13.0-alpha.2}',
    'repository: [https://github.com/example/a.git, git@github.com:example/a.git, ssh://git@example.com:2222/a]',
    'argocd: {repositories: [oci://ghcr.io/example/charts, ghcr.io/example/charts, file:///srv/git/a, registry-1.docker.io]}',
    'kustomize: {version: 5.7.1}',
    'kustomize: {version: v5.8.0}',
    'rules: {placement/namespace-mismatch: {allow: [monitoring]}}',
    'categories: {media: {applications: [jellyfin]}, ai: {applications: [kagent]}}',
    'categories: {media: {namespaces: [media, "media-*"], syncPolicy: {automated: {prune: false}}}}',
    'loadBalancer: {pools: {dns: 10.0.0.1-9, "*": [10.0.0.0/24]}, reserved: {10.0.0.1-9: [a, b], "2001:db8::/64": c}}',
    'talos: {version: ~1.12, kubernetes: ^1.34, nodes: {"gpu-*": {version: v1.11.6, kubernetes: v1.33.1}}}',
    'images: {"*": "*.*", postgres: ^17, "ghcr.io/example/*": [v*, ">=2.0.0 <3.0.0"]}',
    'sources: {charts: ["https://charts.example.com", "oci://ghcr.io/*/charts"], remotes: [], images: [ghcr.io/example, "localhost:5000", "*.example.com"]}',
    'objects: {a: {labels: {team: required}, fields: {spec.replicas: {min: 1, max: 3}, metadata.annotations."a.b/c": forbidden}, containers: {env.*.name: {not: [A]}}}}',
  ])('%s', text => {
    expect(errorsOf(text)).toEqual([]);
  });
});

const RANGE =
  'Accepted: 192.0.2.10-192.0.2.20, 192.0.2.10-20, 192.0.2.0/24 and one address, of IPv4 or IPv6 (no shorthand).';
const URL_HELP =
  'Accepted: what repoURL may be, such as https://github.com/example/cluster.git or git@github.com:example/cluster.git.';

describe('values that no rule could enforce are errors where they stand', () => {
  it.each([
    ['loadBalancer: {ranges: [foo]}', `1:25: foo is not a range of addresses (${RANGE})`],
    [
      'loadBalancer: {ranges: [10.0.0.0/33]}',
      `1:25: 10.0.0.0/33 is not a range of addresses (${RANGE})`,
    ],
    [
      'loadBalancer: {ranges: [192.168.0.239-192.168.0.220]}',
      '1:25: 192.168.0.239-192.168.0.220 ends before it begins (Write 192.168.0.220-192.168.0.239.)',
    ],
    [
      'loadBalancer: {ranges: [192.168.0.228-220]}',
      '1:25: 192.168.0.228-220 ends before it begins (Write 192.168.0.220-192.168.0.228.)',
    ],
    [
      'loadBalancer: {ranges: [192.168.0.220-256]}',
      `1:25: 192.168.0.220-256 is not a range of addresses (${RANGE})`,
    ],
    [
      'loadBalancer: {ranges: ["2001:db8::10-20"]}',
      `1:25: 2001:db8::10-20 is not a range of addresses (${RANGE})`,
    ],
    [
      'loadBalancer: {reserved: {nginx: 192.168.0.231}}',
      `1:27: nginx is not a range of addresses (${RANGE})`,
    ],
    [
      'gateways: {public: {address: 192.0.2.1/32}}',
      '1:30: 192.0.2.1/32 is not an IP address (Accepted: one IPv4 or IPv6 address, such as 192.0.2.10, without a prefix length or port.)',
    ],
    [
      'objects: {a: {fields: {spec..replicas: required}}}',
      '1:24: spec..replicas is not a path of fields (Accepted: names with dots between, such as spec.replicas; * for each item; in double quotes what holds a dot: metadata.annotations."example.com/owner".)',
    ],
    [
      'objects: {a: {match: {kinds: [Pod]}}}',
      '1:11: a asks for nothing (Add labels, annotations, fields, pod or containers.)',
    ],
    [
      'objects: {a: {pod: {x: {max: 16GB}}}}',
      '1:30: 16GB is not an amount (Accepted: a number or a Kubernetes quantity, such as 2, 500m or 16Gi (without the letter B).)',
    ],
    [
      'objects: {a: {pod: {x: {min: 2Gi, max: 1Gi}}}}',
      '1:40: no value is at least 2Gi and at most 1Gi (Exchange the two.)',
    ],
    [
      'storage: {claims: {data: {minSize: 2Gi, maxSize: 1Gi}}}',
      '1:50: no value is at least 2Gi and at most 1Gi (Exchange the two.)',
    ],
    [
      'sources: {images: ["https://ghcr.io/example/"]}',
      '1:20: https://ghcr.io/example/ is a URL, and images are named without a scheme (Write ghcr.io/example.)',
    ],
    [
      'sources: {charts: [stable]}',
      '1:20: stable is not an address (Accepted: a host with or without a path, such as https://charts.example.com or github.com/example, in which * is any run of characters.)',
    ],
    [
      'images: {postgres: "^y"}',
      '1:20: ^y is neither a range of versions nor a tag (Accepted: a range such as ^17 or >=3.0.0 <4.0.0, and a tag, in which * is any run of characters: v*.)',
    ],
    [
      'talos: {kubernetes: 1.34.1}',
      '1:21: 1.34.1 is not a version of Kubernetes (Write v1.34.1, as the tag of its images has it.)',
    ],
    [
      'categories: {media: {namespaces: [Media]}}',
      '1:35: Media is not a name of a namespace (Accepted: up to 63 lower-case letters, digits and hyphens, and * for any run of characters.)',
    ],
    [
      'loadBalancer: {pools: {dns: 10.0.0.9-1}}',
      '1:29: 10.0.0.9-1 ends before it begins (Write 10.0.0.1-10.0.0.9.)',
    ],
    [
      'talos: {version: nonsense}',
      `1:18: nonsense is not a version of Talos (Accepted: the whole tag of Talos' installer image, such as v1.12.4, or a range such as ~1.12.)`,
    ],
    [
      'talos: {version: 1.12.4}',
      '1:18: 1.12.4 is not a version of Talos (Write v1.12.4, as the tag of the installer image has it.)',
    ],
    [
      'talos: {lan: [192.168.0.0/40]}',
      `1:15: 192.168.0.0/40 is not a range of addresses (${RANGE})`,
    ],
    [
      'storage: {classes: {block: {capacity: 1TBB}}}',
      '1:39: 1TBB is not a capacity (Accepted: a Kubernetes quantity above zero, such as 476Gi, 2Ti or 500G (without the letter B).)',
    ],
    [
      'domains: ["https://x.example.com/y"]',
      '1:11: https://x.example.com/y is not a domain (Write x.example.com: the name alone, without a scheme, port or path.)',
    ],
    [
      'storage: {nfs: {servers: [nas:/volume1], exports: [volume1]}}',
      '1:27: nas:/volume1 is not a host name (Accepted: a DNS name or an IP address, without a scheme, port or path.)',
      '1:52: volume1 is not an exported directory (Accepted: an absolute path, such as /volume1/media.)',
    ],
    [
      'externalDns: {label: enabled}',
      '1:22: enabled is not a label with its value (Accepted: key=value, as Kubernetes allows labels, such as external-dns.alpha.kubernetes.io/enabled=true.)',
    ],
    ['repository: [pitower]', `1:14: pitower is not a URL of a repository (${URL_HELP})`],
    [
      'argocd: {repositories: ["https://github.com/example/*"]}',
      '1:25: https://github.com/example/* is a pattern, and one URL is meant (Name each repository by its own URL.)',
    ],
    [
      'kustomize: {version: "5.8"}',
      '1:22: 5.8 is not a version of kustomize (Accepted: a whole version, such as 5.8.1.)',
    ],
    [
      'rules: {placement/namespace-mismatch: {allow: [Monitoring]}}',
      '1:48: Monitoring is not a name of a namespace (Accepted: up to 63 lower-case letters, digits and hyphens.)',
    ],
    [
      'categories: {media: {applications: [a]}, ai: {applications: [b, a]}}',
      '1:65: a is listed in ai, but already in media (List it in the one category that it belongs to.)',
    ],
  ])('%s', (text, ...errors) => {
    expect(errorsOf(text)).toEqual(errors);
  });

  it('are said together with mistyped keys, in order', () => {
    expect(errorsOf('talos: {version: x}\nloadBalancer: {rangs: []}\ndomains: [a b]\n')).toEqual([
      expect.stringMatching(/^1:18: x is not a version/),
      expect.stringMatching(/^2:16: unknown key rangs/),
      expect.stringMatching(/^3:11: a b is not a domain/),
    ]);
  });
});

it('the shorthand of a range is enforced as its long form is', () => {
  const range = parseRange('192.168.0.220-228');
  const holds = (text: string) => {
    const address = parseAddress(text);
    return range && address && contains(range, address);
  };
  expect(['192.168.0.219', '192.168.0.220', '192.168.0.228', '192.168.0.229'].map(holds)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
