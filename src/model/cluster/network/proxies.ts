import type { Place } from '../../../source/text.ts';
import { entriesAt } from '../../../yaml/access.ts';
import { type LocatedScalar, placeWithin } from '../../../yaml/located.ts';
import type { ClusterResource, Owner } from '../objects/owned.ts';
import type { ResourceIndex } from '../objects/resources.ts';

/** An address that an nginx configuration sends requests to. */
export interface ProxyTarget {
  readonly address: string;
  /** The address's characters. */
  readonly at: Place;
}

/**
 * `server` of an `upstream` block and `proxy_pass`, where they name an IPv4 address.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server
 * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass
 */
const TARGET =
  /^([ \t]*(?:server|proxy_pass)[ \t]+(?:https?:\/\/)?)(\d+(?:\.\d+){3})(?=[:;/ \t])/gm;

/**
 * The addresses that the nginx configurations beside an object, in its Application or kustomization, send requests to. Values keep
 * their places in the file that a person edits.
 */
export function proxyTargets(index: ResourceIndex, of: ClusterResource): ProxyTarget[] {
  return index
    .ofKind('ConfigMap', '')
    .filter(resource => isTogether(resource.owner, of.owner))
    .flatMap(({ value }) => entriesAt(value, 'data'))
    .flatMap(({ value }) => (value.kind === 'scalar' ? targetsIn(value) : []));
}

const isTogether = (a: Owner, b: Owner): boolean =>
  (a.type === 'application' && b.type === 'application' && a.application === b.application) ||
  (a.type === 'kustomization' && b.type === 'kustomization' && a.build === b.build);

const targetsIn = (content: LocatedScalar): ProxyTarget[] =>
  content.text.includes('proxy_pass')
    ? [...content.text.matchAll(TARGET)].map(({ index, 1: before = '', 2: address = '' }) => {
        const start = index + before.length;
        return { address, at: placeWithin(content, start, start + address.length) };
      })
    : [];
