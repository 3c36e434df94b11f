import type { HelmRelease } from '../../../../model/release.ts';
import { mapFrom, type Parts } from '../../../../yaml/build.ts';
import type { LocatedMap } from '../../../../yaml/located.ts';
import { mergeValues } from '../../../../yaml/merge.ts';

/**
 * The values that 2.x starts from: one controller, container and service called `main`, and
 * switched-off items of the same name elsewhere.
 *
 * @see https://github.com/bjw-s-labs/helm-charts/blob/app-template-2.6.0/charts/library/common/values.yaml
 */
export function withMainDefaults(release: HelmRelease): LocatedMap {
  const { origin } = release.chart;
  const map = (parts: Parts): LocatedMap => mapFrom(origin, parts, 'default');
  const probe = map({ enabled: true, custom: false, type: 'TCP' });
  const probes = map({ liveness: probe, readiness: probe, startup: probe });
  const off = map({ main: map({ enabled: false }) });
  const http = map({ enabled: true, primary: true, protocol: 'HTTP' });
  const service = map({
    enabled: true,
    primary: true,
    controller: 'main',
    type: 'ClusterIP',
    ports: map({ http }),
  });
  const controller = map({
    enabled: true,
    type: 'deployment',
    containers: map({ main: map({ probes }) }),
  });
  const defaults = map({
    controllers: map({ main: controller }),
    service: map({ main: service }),
    ingress: off,
    route: off,
    serviceMonitor: off,
  });
  return { ...mergeValues(defaults, release.values), origin: release.values.origin };
}
