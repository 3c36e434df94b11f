import { booleanAt, get, getMap, getString, isNull } from '../../../../yaml/access.ts';
import { mapFrom, type Parts, scalarFrom, sequenceFrom } from '../../../../yaml/build.ts';
import type { LocatedMap, LocatedValue } from '../../../../yaml/located.ts';
import { mergeDeep, mergeLeft } from '../../shared/maps.ts';
import { nonEmpty } from '../../shared/objects.ts';
import { isTruthy } from '../../shared/truth.ts';
import { serviceAccountName } from './account-names.ts';
import { containersOf } from './containers.ts';
import type { Context } from './context.ts';
import type { ControllerType } from './controller-types.ts';
import type { Item } from './items.ts';
import { selectorLabels } from './metadata.ts';
import { volumesOf } from './volumes.ts';

/** Options that are copied when they are set; the second list is evaluated as templates. */
const COPIED = [
  'priorityClassName',
  'runtimeClassName',
  'schedulerName',
  'securityContext',
  'hostname',
  'hostIPC',
  'hostNetwork',
  'hostPID',
  'hostUsers',
  'shareProcessNamespace',
  'dnsConfig',
  'hostAliases',
  'imagePullSecrets',
  'terminationGracePeriodSeconds',
  'nodeSelector',
  'tolerations',
  'schedulingGates',
  'resources',
  'resourceClaims',
] as const;
const TEMPLATED = ['affinity', 'topologySpreadConstraints'] as const;

/** Looks up a pod option: the controller's own, else that of all controllers. */
type Option = (name: string) => LocatedValue | undefined;

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/pod/_getOption.tpl */
function optionsOf({ values }: Context, item: Item): Option {
  const own = getMap(item.value, 'pod');
  const shared = getMap(values, 'defaultPodOptions');
  const strategy =
    getString(item.value, 'defaultPodOptionsStrategy') ??
    getString(values, 'defaultPodOptionsStrategy');
  return name => {
    const mine = get(own, name);
    const theirs = get(shared, name);
    if (mine?.kind === 'map' && theirs?.kind === 'map' && strategy?.value === 'merge') {
      return mergeDeep(mine, theirs);
    }
    return mine === undefined || isNull(mine) ? theirs : mine;
  };
}

/** The pod template of a controller. */
export function podTemplate(context: Context, item: Item, type: ControllerType): LocatedMap {
  const at = item.key.origin;
  const option = optionsOf(context, item);
  const map = (name: string) => {
    const value = option(name);
    return value?.kind === 'map' ? context.tpl(value) : undefined;
  };
  const propagates = booleanAt(context.values, 'global', 'propagateGlobalMetadataToPods') === true;
  const global = propagates ? getMap(context.values, 'global', 'labels') : undefined;
  const labels = mergeLeft(at, selectorLabels(context, item.id, at), map('labels'), global);
  const metadata = mapFrom(at, { annotations: nonEmpty(map('annotations')), labels });
  return mapFrom(at, { metadata, spec: podSpec(context, item, type, option) });
}

/** https://github.com/bjw-s-labs/helm-charts/blob/common-4.1.1/charts/library/common/templates/lib/pod/_spec.tpl */
function podSpec(context: Context, item: Item, type: ControllerType, option: Option): LocatedMap {
  const at = item.key.origin;
  const set = (name: string) => {
    const value = option(name);
    return isTruthy(value) || (value?.kind === 'scalar' && value.value === false)
      ? value
      : undefined;
  };
  const copied: Parts = Object.fromEntries(COPIED.map(name => [name, set(name)]));
  const templated: Parts = Object.fromEntries(
    TEMPLATED.map(name => {
      const value = set(name);
      return [name, value && context.tpl(value)];
    }),
  );
  const isJob = type === 'job' || type === 'cronjob';
  const volumes = volumesOf(context, item);
  const { automountToken } = context.features;
  const usesHost = isTruthy(option('hostNetwork'));
  const fallback = (name: string, value: string | boolean) =>
    set(name) ?? scalarFrom(at, value, 'default');
  return mapFrom(at, {
    enableServiceLinks: fallback('enableServiceLinks', false),
    serviceAccountName: serviceAccountName(context, item),
    automountServiceAccountToken: fallback('automountServiceAccountToken', automountToken),
    ...copied,
    ...templated,
    dnsPolicy: fallback('dnsPolicy', usesHost ? 'ClusterFirstWithHostNet' : 'ClusterFirst'),
    restartPolicy: set('restartPolicy') ?? (isJob ? scalarFrom(at, 'Never', 'default') : undefined),
    initContainers: containersOf(context, item, 'initContainers'),
    containers: containersOf(context, item, 'containers'),
    volumes: volumes.length > 0 ? sequenceFrom(at, volumes) : undefined,
  });
}
