import { own } from '../../../text/own.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { get, getScalar, getString, itemsAt, textAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';

/** Traefik's groups: the first since 2.10, the other one until 3.0. */
export const TRAEFIK_GROUPS: readonly string[] = ['traefik.io', 'traefik.containo.us'];

/** Traefik's own routes, with the kind of the middlewares that they go through. */
const ROUTES: Readonly<Record<string, string | undefined>> = {
  IngressRoute: 'Middleware',
  IngressRouteTCP: 'MiddlewareTCP',
  IngressRouteUDP: undefined,
};

export const traefikRoutes = ({ ofKind }: ResourceIndex): readonly ClusterResource[] =>
  Object.keys(ROUTES).flatMap(kind => TRAEFIK_GROUPS.flatMap(group => ofKind(kind, group)));

/** A Service and port that one of Traefik's routes sends to. */
export interface TraefikBackend {
  readonly namespace: string;
  readonly name: LocatedScalar;
  readonly port: LocatedScalar | undefined;
  /** Names of ports have a letter in them. */
  readonly isNamed: boolean;
}

/**
 * The Services of the routes; of another provider are those with an `@` in their name, and a
 * TraefikService is none.
 *
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/
 */
export const traefikBackends = ({ value, namespace, partial }: ClusterResource): TraefikBackend[] =>
  (partial ? [] : rules(value)).flatMap(rule =>
    itemsAt(rule, 'services').flatMap(service => {
      const name = ownName(service);
      if (!name || (textAt(service, 'kind') ?? 'Service') !== 'Service') return [];
      const port = getScalar(service, 'port');
      const where = textAt(service, 'namespace') ?? namespace ?? 'default';
      return [{ namespace: where, name, port, isNamed: /[a-z]/i.test(port?.text ?? '') }];
    }),
  );

/** What an object of Traefik's needs to be there: middlewares and options of TLS. */
export interface TraefikReference {
  readonly kind: string;
  readonly namespace: string;
  readonly name: LocatedScalar;
}

/** The middlewares and TLS options of a route, and the middlewares of a chain. */
export function traefikReferences({
  kind,
  value,
  namespace = 'default',
  partial,
}: ClusterResource): TraefikReference[] {
  if (partial) return [];
  const to = (item: LocatedValue | undefined, of: string): TraefikReference[] => {
    const name = item && ownName(item);
    return name ? [{ kind: of, namespace: textAt(item, 'namespace') ?? namespace, name }] : [];
  };
  const middleware = kind === 'Middleware' ? kind : own(ROUTES, kind);
  const middlewares = [...rules(value), ...[get(value, 'spec', 'chain')].flatMap(it => it ?? [])];
  return [
    ...(middleware === undefined
      ? []
      : middlewares.flatMap(rule =>
          itemsAt(rule, 'middlewares').flatMap(item => to(item, middleware)),
        )),
    ...to(get(value, 'spec', 'tls', 'options'), 'TLSOption').filter(
      ({ name }) => name.text !== 'default',
    ),
  ];
}

/** The expressions that choose the requests of a route. */
export const traefikMatches = ({ value }: ClusterResource): LocatedScalar[] =>
  rules(value).flatMap(rule => getScalar(rule, 'match') ?? []);

const rules = (value: LocatedValue): readonly LocatedValue[] => itemsAt(value, 'spec', 'routes');

/** The name of an object of Kubernetes: with an `@` it is another provider's. */
function ownName(item: LocatedValue): LocatedScalar | undefined {
  const name = getString(item, 'name');
  return name && !name.text.includes('@') && !isPlaceholder(name.text) ? name : undefined;
}

const ANNOTATION = 'traefik.ingress.kubernetes.io/router.middlewares';
const PROVIDER = '@kubernetescrd';

/** One entry of the annotation that puts middlewares before an Ingress: `<namespace>-<name>@kubernetescrd`. */
export interface AnnotatedMiddleware {
  readonly at: LocatedScalar;
  /** The namespace and the name with a hyphen between them: which one of several is the border isn't said. */
  readonly id: string;
}

/** @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/ */
export function annotatedMiddlewares({ value }: ClusterResource): AnnotatedMiddleware[] {
  const at = getScalar(value, 'metadata', 'annotations', ANNOTATION);
  if (!at || isPlaceholder(at.text)) return [];
  return at.text.split(',').flatMap(part => {
    const entry = part.trim();
    return entry.endsWith(PROVIDER) ? [{ at, id: entry.slice(0, -PROVIDER.length) }] : [];
  });
}

/** The ways to read such an id: the namespace ends at any of its hyphens. */
export const idsOf = (id: string): { readonly namespace: string; readonly name: string }[] =>
  [...id.matchAll(/-/g)].flatMap(({ index }) =>
    index > 0 && index < id.length - 1
      ? [{ namespace: id.slice(0, index), name: id.slice(index + 1) }]
      : [],
  );
