import type { RenderedObject } from '../../../../model/release.ts';
import { get, getScalar, getString, itemsAt } from '../../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../../yaml/build.ts';
import type {
  LocatedMap,
  LocatedSequence,
  LocatedValue,
  Origin,
} from '../../../../yaml/located.ts';
import { whole } from '../../shared/objects.ts';
import { isTruthy } from '../../shared/truth.ts';
import { type Context, refuse } from './context.ts';
import { type Item, itemsOf } from './items.ts';
import { itemObject } from './metadata.ts';
import { objectName } from './names.ts';
import { lookUp, refuseUnknown, single } from './references.ts';
import { portNumber, primaryPort } from './services.ts';

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/classes/_ingress.tpl */
export const ingresses = (context: Context): RenderedObject[] =>
  itemsOf(context, 'ingress').map(item => whole(ingress(context, item)));

function ingress(context: Context, item: Item): LocatedMap {
  const { value, key } = item;
  const defaultBackend = get(value, 'defaultBackend');
  const spec = mapFrom(key.origin, {
    ingressClassName: getString(value, 'className') ?? getString(value, 'ingressClassName'),
    tls: tls(context, value),
    defaultBackend,
    rules: isTruthy(defaultBackend) ? undefined : rules(context, item),
  });
  const head = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', group: 'ingress' };
  return itemObject(context, item, head, { spec });
}

function tls(context: Context, value: LocatedMap): LocatedSequence | undefined {
  const written = get(value, 'tls');
  return written?.kind === 'sequence' && written.items.length > 0
    ? context.tpl(written)
    : undefined;
}

function rules(context: Context, item: Item): LocatedSequence {
  const hosts = get(item.value, 'hosts');
  return sequenceFrom(
    hosts?.origin ?? item.key.origin,
    itemsAt(hosts).map(host => {
      const name = getScalar(host, 'host');
      const paths = itemsAt(host, 'paths').map(path => pathOf(context, item, path));
      const http = mapFrom(host.origin, { paths: sequenceFrom(host.origin, paths) });
      return mapFrom(host.origin, { host: name && context.tpl(name), http });
    }),
  );
}

function pathOf(context: Context, item: Item, path: LocatedValue): LocatedMap {
  const written = getScalar(path, 'path');
  const at = path.origin;
  return mapFrom(at, {
    path: written && context.tpl(written),
    pathType: getScalar(path, 'pathType') ?? scalarFrom(at, 'Prefix', 'default'),
    backend: mapFrom(at, { service: backend(context, item, get(path, 'service'), at) }),
  });
}

function backend(
  context: Context,
  item: Item,
  service: LocatedValue | undefined,
  at: Origin,
): LocatedMap {
  const written = getString(service, 'name');
  const isIdentifier =
    written &&
    context.features.ingressNames === 'identifier-first' &&
    lookUp(context, 'service', written) !== undefined;
  const name = isIdentifier ? undefined : written;
  const identifier = isIdentifier ? written : getString(service, 'identifier');
  const port = getScalar(service, 'port');
  const from = service?.origin ?? at;
  const named =
    name && context.features.backendNames === 'identifier-first'
      ? lookUp(context, 'service', name)?.item
      : undefined;
  if (name && !named) return reference(from, context.tpl(name), port);
  const target =
    named ??
    (identifier ? lookUp(context, 'service', identifier)?.item : single(context, 'service'));
  if (!target) {
    if (identifier) refuseUnknown(context, 'service', identifier, 'service');
    else
      refuse(
        context,
        service ?? item.key,
        `ingress \`${item.id}\` must say its service: there is not exactly one`,
      );
    return reference(from, undefined, port);
  }
  const primary = primaryPort(target);
  const number =
    port && isTruthy(port) ? portNumber(target, port) : primary && getScalar(primary.value, 'port');
  const made = scalarFrom(
    (name ?? identifier)?.origin ?? from,
    objectName(context, 'service', target).text,
  );
  return reference(from, made, number && scalarFrom(port?.origin ?? from, number.value));
}

function reference(
  at: Origin,
  name: LocatedValue | undefined,
  port: LocatedValue | undefined,
): LocatedMap {
  return mapFrom(at, { name, port: port && mapFrom(port.origin, { number: port }) });
}
