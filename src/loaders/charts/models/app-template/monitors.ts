import type { RenderedObject } from '../../../../model/release.ts';
import { get, getString, itemsAt } from '../../../../yaml/access.ts';
import { mapFrom, scalarFrom, sequenceFrom } from '../../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar } from '../../../../yaml/located.ts';
import { whole } from '../../shared/objects.ts';
import { isTruthy } from '../../shared/truth.ts';
import { type Context, refuse } from './context.ts';
import { type Item, itemsOf } from './items.ts';
import { itemObject } from './metadata.ts';
import { objectName } from './names.ts';
import { resolve, single } from './references.ts';

const API = {
  group: 'serviceMonitor',
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'ServiceMonitor',
};

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/classes/_serviceMonitor.tpl */
export const serviceMonitors = (context: Context): RenderedObject[] =>
  itemsOf(context, 'serviceMonitor').map(item =>
    whole(itemObject(context, item, API, { spec: spec(context, item) })),
  );

function spec(context: Context, item: Item): LocatedMap {
  const at = item.key.origin;
  const endpoints = get(item.value, 'endpoints');
  if (itemsAt(endpoints).length === 0)
    refuse(context, item.key, `\`serviceMonitor\` \`${item.id}\` has no endpoints`);
  const selector = get(item.value, 'selector');
  const service = isTruthy(selector) ? undefined : serviceOf(context, item);
  return mapFrom(at, {
    jobLabel: objectName(context, 'serviceMonitor', item),
    selector:
      isTruthy(selector) && selector
        ? context.tpl(selector)
        : service && matching(context, service),
    // Helm's own default, which a kustomization's namespace does not change here.
    namespaceSelector: mapFrom(at, {
      matchNames: sequenceFrom(at, [context.namespace ?? scalarFrom(at, 'default', 'default')]),
    }),
    endpoints: endpoints && context.tpl(endpoints),
    targetLabels: get(item.value, 'targetLabels'),
  });
}

function matching({ chartName, releaseName }: Context, service: LocatedScalar): LocatedMap {
  const at = service.origin;
  return mapFrom(at, {
    matchLabels: mapFrom(at, {
      'app.kubernetes.io/service': service,
      'app.kubernetes.io/name': scalarFrom(at, chartName),
      'app.kubernetes.io/instance': scalarFrom(at, releaseName),
    }),
  });
}

function serviceOf(context: Context, item: Item): LocatedScalar | undefined {
  const name = getString(item.value, 'serviceName') ?? getString(item.value, 'service', 'name');
  if (name) return context.tpl(name);
  const identifier = getString(item.value, 'service', 'identifier');
  if (identifier) return resolve(context, 'service', identifier, 'service')?.name;
  const only = single(context, 'service');
  if (!only)
    refuse(
      context,
      item.key,
      `\`serviceMonitor\` \`${item.id}\` must say its service: there is not exactly one`,
    );
  return only && objectName(context, 'service', only);
}
