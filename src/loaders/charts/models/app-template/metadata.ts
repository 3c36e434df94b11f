import { getMap } from '../../../../yaml/access.ts';
import type { Parts } from '../../../../yaml/build.ts';
import { scalarFrom } from '../../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, Origin } from '../../../../yaml/located.ts';
import { mapOf, mergeLeft } from '../../shared/maps.ts';
import { kubernetesObject } from '../../shared/objects.ts';
import type { Context } from './context.ts';
import type { Item } from './items.ts';
import { objectName } from './names.ts';

/** The labels that every object gets. https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/metadata/_allLabels.tpl */
function allLabels(context: Context, at: Origin): LocatedMap {
  const { release, chartName, releaseName, tpl } = context;
  const own = mapOf(at, [
    ['app.kubernetes.io/instance', scalarFrom(at, releaseName)],
    ['app.kubernetes.io/managed-by', scalarFrom(at, 'Helm')],
    ['app.kubernetes.io/name', scalarFrom(at, chartName)],
    ['helm.sh/chart', scalarFrom(at, `${release.chart.text}-${release.version?.text ?? ''}`)],
  ]);
  const global = getMap(context.values, 'global', 'labels');
  return global ? mergeLeft(at, tpl(global), own) : own;
}

/** What a selector of a controller's pods says. */
export function selectorLabels(context: Context, controller: string, at: Origin): LocatedMap {
  const { features, chartName, releaseName } = context;
  const own = mapOf(at, [
    [features.controllerLabel, scalarFrom(at, controller)],
    ['app.kubernetes.io/instance', scalarFrom(at, releaseName)],
    ['app.kubernetes.io/name', scalarFrom(at, chartName)],
  ]);
  const extra = getMap(context.values, 'controllers', controller, 'extraSelectorLabels');
  return extra ? mergeLeft(at, context.tpl(extra), own) : own;
}

interface Head {
  readonly apiVersion: string;
  readonly kind: string;
  readonly group: string;
  /** Labels that users can't replace. */
  readonly fixedLabels?: LocatedMap;
  /** Annotations that the chart adds. */
  readonly annotations?: LocatedMap;
  readonly clusterScoped?: boolean;
  readonly name?: LocatedScalar;
}

/** The object that an item becomes, with the chart's labels and the user's, rendered. */
export function itemObject(context: Context, item: Item, head: Head, parts: Parts): LocatedMap {
  const { tpl } = context;
  const at = item.key.origin;
  const { fixedLabels, annotations, group } = head;
  const own = getMap(item.value, 'labels');
  const ownAnnotations = getMap(item.value, 'annotations');
  const globalAnnotations = getMap(context.values, 'global', 'annotations');
  return kubernetesObject(
    at,
    {
      apiVersion: head.apiVersion,
      kind: head.kind,
      name: head.name ?? objectName(context, group, item),
      namespace: head.clusterScoped ? undefined : context.namespace,
      labels: mergeLeft(at, fixedLabels, own && tpl(own), allLabels(context, at)),
      annotations: mergeLeft(
        ownAnnotations?.origin ?? at,
        annotations,
        ownAnnotations && tpl(ownAnnotations),
        globalAnnotations && tpl(globalAnnotations),
      ),
    },
    parts,
  );
}
