import { asScalar, entriesAt, get, numberAt, textsAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../../../yaml/located.ts';
import type { HelmRelease } from '../../release.ts';
import type { Workload } from '../workloads/workloads.ts';
import { type Gateway, isOfTraefik, type Listener } from './gateways.ts';

/**
 * Annotations by which a provider's load balancer answers plain HTTP with a redirect, before the gateway sees it.
 *
 * @see https://docs.digitalocean.com/products/kubernetes/how-to/configure-load-balancers/#redirect-http-to-https
 * @see https://github.com/hetznercloud/hcloud-cloud-controller-manager/blob/main/internal/annotation/load_balancer.go
 */
const REDIRECTING: ReadonlySet<string> = new Set([
  'load-balancer.hetzner.cloud/http-redirect-http',
  'service.beta.kubernetes.io/do-loadbalancer-redirect-http-to-https',
]);

/**
 * Whether no plain HTTP gets to a listener's routes: the load balancer before it redirects, or the entry point of
 * Traefik that has the listener's port.
 *
 * @param redirectedPorts as {@link traefikRedirects} finds them
 */
export const isRedirectedBefore = (
  gateway: Gateway,
  { port }: Listener,
  redirectedPorts: ReadonlySet<number>,
): boolean =>
  gateway.service.annotations.some(
    ({ key, value }) => REDIRECTING.has(key.text) && asScalar(value)?.text === 'true',
  ) ||
  (isOfTraefik(gateway) && redirectedPorts.has(Number(port?.text)));

/**
 * The ports of Traefik's entry points that answer everything with a redirect to another entry point, as the values
 * of its chart and the arguments of its containers set them.
 *
 * @see https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/#redirections
 * @see https://github.com/traefik/traefik-helm-chart/blob/master/traefik/VALUES.md
 */
export function traefikRedirects(
  releases: readonly HelmRelease[],
  workloads: readonly Workload[],
): ReadonlySet<number> {
  const own = releases.filter(({ chart }) => chart.text === 'traefik').map(({ values }) => values);
  const containers = workloads.flatMap(workload => workload.containers.map(({ value }) => value));
  return new Set([...own.flatMap(ofValues), ...containers.flatMap(ofContainer)]);
}

/** The port that the chart gives an entry point for plain HTTP where the values do not. */
const WEB_PORT = 8000;

function ofValues(values: LocatedMap): number[] {
  const ports = new Map(
    entriesAt(values, 'ports').map(({ key, value }) => [key.text, value] as const),
  );
  const portOf = (name: string) =>
    numberAt(ports.get(name), 'port') ?? (name === 'web' ? WEB_PORT : undefined);
  const redirecting = [...ports].flatMap(([name, value]) => (redirects(value) ? [name] : []));
  const flags = entryPointFlags(textsAt(values, 'additionalArguments'));
  return [...redirecting, ...flags.redirecting].flatMap(
    name => flags.ports.get(name) ?? portOf(name) ?? [],
  );
}

/** Where the chart's versions have the redirection, the newest first. */
const REDIRECTIONS = [
  ['http', 'redirections', 'entryPoint', 'to'],
  ['redirections', 'entryPoint', 'to'],
  ['redirectTo'],
] as const;

const redirects = (port: LocatedValue): boolean =>
  REDIRECTIONS.some(path => {
    const to = get(port, ...path);
    return to?.kind === 'map' || (to?.kind === 'scalar' && Boolean(to.value));
  });

function ofContainer(container: LocatedMap): number[] {
  const { ports, redirecting } = entryPointFlags([
    ...textsAt(container, 'command'),
    ...textsAt(container, 'args'),
  ]);
  return redirecting.flatMap(name => ports.get(name) ?? []);
}

interface EntryPointFlags {
  readonly ports: ReadonlyMap<string, number>;
  readonly redirecting: readonly string[];
}

/** Names of flags are read in any case; entry points are named in small letters here. */
function entryPointFlags(args: readonly string[]): EntryPointFlags {
  const ports = new Map<string, number>();
  const redirecting: string[] = [];
  for (const arg of args) {
    const [, name = '', option, value = ''] =
      /^--entrypoints\.([^.=]+)\.([^=]+)=(.+)$/i.exec(arg) ?? [];
    const entryPoint = name.toLowerCase();
    if (option?.toLowerCase() === 'http.redirections.entrypoint.to') redirecting.push(entryPoint);
    const port = /:(\d+)(?:\/\w+)?$/.exec(value)?.[1];
    if (option?.toLowerCase() === 'address' && port) ports.set(entryPoint, Number(port));
  }
  return { ports, redirecting };
}
