import type { RenderedObject } from '../../../../model/release.ts';
import { get, getMap, getScalar, getString, isNull } from '../../../../yaml/access.ts';
import { mapFrom, type Parts, scalarFrom } from '../../../../yaml/build.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../../yaml/located.ts';
import { mapOf } from '../../shared/maps.ts';
import { nonEmpty, whole } from '../../shared/objects.ts';
import { isTruthy } from '../../shared/truth.ts';
import { claimTemplates } from './claim-templates.ts';
import { type Context, refuse } from './context.ts';
import { CONTROLLER_TYPES, type ControllerType } from './controller-types.ts';
import { type Item, itemsOf } from './items.ts';
import { itemObject, selectorLabels } from './metadata.ts';
import { podTemplate } from './pods.ts';
import { oneOf, resolve } from './references.ts';

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/controller/_validate.tpl */
export const controllers = (context: Context): RenderedObject[] =>
  itemsOf(context, 'controllers').map(item => whole(controller(context, item)));

function controller(context: Context, item: Item): LocatedMap {
  const written = get(item.value, 'type');
  const type =
    (isTruthy(written) &&
      written &&
      oneOf(context, written, CONTROLLER_TYPES, 'controller type')) ||
    'deployment';
  return RENDERERS[type](context, item);
}

const RENDERERS: Readonly<Record<ControllerType, (context: Context, item: Item) => LocatedMap>> = {
  deployment: (context, item) =>
    workload(context, item, 'Deployment', {
      revisionHistoryLimit: orDefault(item, 'revisionHistoryLimit', 3),
      replicas: replicas(context, item, 1),
      strategy: strategy(context, item, ['Recreate', 'RollingUpdate'], 'Recreate'),
      selector: selector(context, item),
      template: podTemplate(context, item, 'deployment'),
    }),
  statefulset: (context, item) =>
    workload(context, item, 'StatefulSet', {
      revisionHistoryLimit: orDefault(item, 'revisionHistoryLimit', 3),
      replicas: replicas(context, item, undefined),
      podManagementPolicy: get(item.value, 'statefulset', 'podManagementPolicy'),
      updateStrategy: strategy(context, item, ['OnDelete', 'RollingUpdate'], 'RollingUpdate'),
      serviceName: serviceName(context, item),
      selector: selector(context, item),
      template: podTemplate(context, item, 'statefulset'),
      persistentVolumeClaimRetentionPolicy: get(
        item.value,
        'statefulset',
        'persistentVolumeClaimRetentionPolicy',
      ),
      volumeClaimTemplates: claimTemplates(context, item),
    }),
  daemonset: (context, item) =>
    workload(context, item, 'DaemonSet', {
      revisionHistoryLimit: orDefault(item, 'revisionHistoryLimit', 3),
      selector: selector(context, item),
      template: podTemplate(context, item, 'daemonset'),
    }),
  cronjob: cronJob,
  job: (context, item) =>
    itemObject(context, item, headOf(context, item, 'Job'), {
      spec: jobSpec(context, item, getMap(item.value, 'job'), 'job'),
    }),
};

function workload(context: Context, item: Item, kind: string, spec: Parts): LocatedMap {
  return itemObject(context, item, headOf(context, item, kind), {
    spec: mapFrom(item.key.origin, spec),
  });
}

const headOf = ({ features }: Context, item: Item, kind: string) => ({
  apiVersion: kind === 'CronJob' || kind === 'Job' ? 'batch/v1' : 'apps/v1',
  kind,
  group: 'controllers',
  fixedLabels: mapOf(item.key.origin, [
    [features.controllerLabel, scalarFrom(item.key.origin, item.id)],
  ]),
});

const selector = (context: Context, { id, key }: Item): LocatedMap =>
  mapFrom(key.origin, { matchLabels: selectorLabels(context, id, key.origin) });

function orDefault(
  { key, value }: Item,
  field: string,
  fallback: number | boolean | string,
): LocatedValue {
  const written = get(value, field);
  return written && !isNull(written) ? written : scalarFrom(key.origin, fallback, 'default');
}

/** `null` leaves the field to an autoscaler. */
function replicas(
  { features }: Context,
  { key, value }: Item,
  fallback: number | undefined,
): LocatedValue | undefined {
  if (features.autoscalers && isTruthy(get(value, 'horizontalPodAutoscaler'))) return undefined;
  const written = get(value, 'replicas');
  if (written) return isNull(written) ? undefined : written;
  return fallback === undefined ? undefined : scalarFrom(key.origin, fallback, 'default');
}

function strategy(
  context: Context,
  { key, value }: Item,
  allowed: readonly string[],
  fallback: string,
): LocatedMap {
  const written = getScalar(value, 'strategy');
  const isSet = isTruthy(written) && written !== undefined;
  if (isSet) oneOf(context, written, allowed, 'strategy');
  const type = isSet ? written : scalarFrom(key.origin, fallback, 'default');
  const rolling = getMap(value, 'rollingUpdate');
  const rollingUpdate =
    rolling && type.text === 'RollingUpdate' ? rollingUpdateOf(context, rolling) : undefined;
  return mapFrom(type.origin, { type, rollingUpdate }, 'default');
}

/** Before 5.1 a zero was dropped as empty, and Kubernetes' own default of 25% came back. */
function rollingUpdateOf({ features }: Context, rolling: LocatedMap): LocatedMap | undefined {
  const keep = (...keys: string[]) =>
    keys
      .map(key => get(rolling, key))
      .find(value => (features.keepsZeroRollout ? value : isTruthy(value)));
  const names = (modern: string, old: string) =>
    features.keepsZeroRollout ? [modern, old] : [old];
  return nonEmpty(
    mapFrom(rolling.origin, {
      maxUnavailable: keep(...names('maxUnavailable', 'unavailable')),
      maxSurge: keep(...names('maxSurge', 'surge')),
      partition: get(rolling, 'partition'),
    }),
  );
}

function serviceName(context: Context, item: Item): LocatedScalar | undefined {
  const written = get(item.value, 'statefulset', 'serviceName');
  if (written?.kind === 'scalar' && written.value !== null) return context.tpl(written);
  const identifier = getString(written, 'identifier');
  const service = identifier && resolve(context, 'service', identifier, 'service')?.name;
  return service ?? identifier ?? scalarFrom(item.key.origin, context.fullname, 'default');
}

function cronJob(context: Context, item: Item): LocatedMap {
  const { key } = item;
  const settings = getMap(item.value, 'cronjob') ?? mapFrom(key.origin, {});
  const inner: Item = { ...item, value: settings };
  const jobTemplate = mapFrom(key.origin, { spec: jobSpec(context, item, settings, 'cronjob') });
  const spec = mapFrom(key.origin, {
    suspend: orDefault(inner, 'suspend', false),
    concurrencyPolicy: orDefault(inner, 'concurrencyPolicy', 'Forbid'),
    startingDeadlineSeconds: orDefault(inner, 'startingDeadlineSeconds', 30),
    timeZone: get(settings, 'timeZone'),
    schedule: get(settings, 'schedule'),
    successfulJobsHistoryLimit:
      get(settings, 'successfulJobsHistory') ?? scalarFrom(key.origin, 1, 'default'),
    failedJobsHistoryLimit:
      get(settings, 'failedJobsHistory') ?? scalarFrom(key.origin, 1, 'default'),
    jobTemplate,
  });
  return itemObject(context, item, headOf(context, item, 'CronJob'), { spec });
}

function jobSpec(
  context: Context,
  item: Item,
  settings: LocatedMap | undefined,
  type: ControllerType,
): LocatedMap {
  const inner: Item = { ...item, value: settings ?? mapFrom(item.key.origin, {}) };
  refuseRestartPolicy(context, item);
  return mapFrom(item.key.origin, {
    ...(type === 'job' && { suspend: orDefault(inner, 'suspend', false) }),
    activeDeadlineSeconds: get(settings, 'activeDeadlineSeconds'),
    ttlSecondsAfterFinished: get(settings, 'ttlSecondsAfterFinished'),
    parallelism: get(settings, 'parallelism'),
    completions: get(settings, 'completions'),
    completionMode: get(settings, 'completionMode'),
    backoffLimit: orDefault(inner, 'backoffLimit', 6),
    template: podTemplate(context, item, type),
  });
}

function refuseRestartPolicy(context: Context, item: Item): void {
  const written = getString(item.value, 'pod', 'restartPolicy');
  if (written && !['Never', 'OnFailure'].includes(written.value)) {
    refuse(context, written, `\`restartPolicy\` \`${written.value}\` is not possible for a job`, {
      help: 'Never or OnFailure',
    });
  }
}
