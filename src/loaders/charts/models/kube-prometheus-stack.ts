import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { get, getMap } from '../../../yaml/access.ts';
import { mapFrom, type Parts } from '../../../yaml/build.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';
import { ROUTE_KINDS, renderingOf, UNCOMMON_KINDS } from '../shared/completeness.ts';
import { kubernetesObject, partial } from '../shared/objects.ts';
import { portAt, serviceObject } from '../shared/parts.ts';
import { ingressObject, keyedRoutes } from '../shared/routes.ts';
import {
  fullname,
  isOn,
  nearestKey,
  type Scope,
  scopeOf,
  subchart,
  suffixed,
  valueOr,
} from '../shared/scope.ts';
import { grafanaObjects } from './grafana.ts';

/** https://github.com/prometheus-community/helm-charts/tree/kube-prometheus-stack-81.6.9/charts/kube-prometheus-stack */
export const kubePrometheusStack: ChartModel = { charts: ['kube-prometheus-stack'], render };

interface Part {
  readonly key: string;
  readonly kind: string;
  readonly spec: string;
  /** What its volume's template is called; Alertmanager and Prometheus differ. */
  readonly storage: string;
  readonly port: number;
  readonly isDefault: boolean;
  readonly suffix: string;
}

const PARTS: readonly Part[] = [
  {
    key: 'prometheus',
    kind: 'Prometheus',
    spec: 'prometheusSpec',
    storage: 'storageSpec',
    port: 9090,
    isDefault: true,
    suffix: '-prometheus',
  },
  {
    key: 'alertmanager',
    kind: 'Alertmanager',
    spec: 'alertmanagerSpec',
    storage: 'storage',
    port: 9093,
    isDefault: true,
    suffix: '-alertmanager',
  },
  {
    key: 'thanosRuler',
    kind: 'ThanosRuler',
    spec: 'thanosRulerSpec',
    storage: 'storage',
    port: 10902,
    isDefault: false,
    suffix: '-thanos-ruler',
  },
];

/** https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/templates/_helpers.tpl */
const NAME_LENGTH = 26;

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const name = fullname(scope, 'kube-prometheus-stack', NAME_LENGTH);
  const parts = PARTS.filter(({ key, isDefault }) => isOn(scope, isDefault, key, 'enabled'));
  const hasGrafana = isOn(scope, true, 'grafana', 'enabled');
  return renderingOf(scope, {
    objects: [
      ...parts.flatMap(part => partObjects(scope, name, part)),
      ...(hasGrafana ? grafanaObjects(subchart(scope, 'grafana'), portName(scope)) : []),
    ],
    complete: [...UNCOMMON_KINDS, ...ROUTE_KINDS, 'PersistentVolumeClaim'],
  });
}

/** https://github.com/prometheus-community/helm-charts/blob/kube-prometheus-stack-23.0.0/charts/kube-prometheus-stack/values.yaml */
const portName = ({ release }: Scope): string =>
  Number.parseInt(release.version?.text ?? '', 10) < 23 ? 'service' : 'http-web';

function partObjects(scope: Scope, name: LocatedScalar, part: Part): RenderedObject[] {
  const own = suffixed(name, part.suffix);
  const port = portAt(scope.values, part.port, part.key, 'service', 'port');
  const backend = { name: own, port };
  const ingress = getMap(scope.values, part.key, 'ingress');
  return [
    customResource(scope, name, part),
    serviceObject(scope, {
      name: own,
      at: nearestKey(scope, part.key, 'service'),
      values: getMap(scope.values, part.key, 'service'),
    }),
    ...keyedRoutes(scope, [part.key, 'route'], own, backend),
    ...(ingress && isOn(scope, false, part.key, 'ingress', 'enabled')
      ? [ingressObject(scope, { name: own, values: ingress, backend })]
      : []),
  ];
}

/** The operator makes the pods and claims of what stands here. */
function customResource(
  scope: Scope,
  name: LocatedScalar,
  { key, kind, spec, storage, suffix }: Part,
): RenderedObject {
  const at = nearestKey(scope, key, spec);
  const values = getMap(scope.values, key, spec);
  const clean = isOn(scope, false, 'cleanPrometheusOperatorObjectNames');
  const parts: Parts = {
    replicas: valueOr(scope, 1, key, spec, 'replicas'),
    storage: getMap(values, storage),
    retention: get(values, 'retention'),
    retentionSize: get(values, 'retentionSize'),
    nodeSelector: get(values, 'nodeSelector'),
    externalLabels: get(values, 'externalLabels'),
  };
  const head = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind,
    name: clean ? name : suffixed(name, suffix),
    namespace: scope.namespace,
  };
  return partial(kubernetesObject(at, head, { spec: mapFrom(at, parts) }));
}
