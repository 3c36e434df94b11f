import type { ChartModel, HelmRelease, Rendering } from '../../../model/release.ts';
import { getScalar } from '../../../yaml/access.ts';
import { renderingOf } from '../shared/completeness.ts';
import { component, NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { serviceObject } from '../shared/parts.ts';
import { fullname, isOn, nearestKey, scopeOf, suffixed } from '../shared/scope.ts';

/** https://github.com/cert-manager/cert-manager/tree/v1.19.3/deploy/charts/cert-manager */
export const certManager: ChartModel = { charts: ['cert-manager'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const name = fullname(scope, 'cert-manager');
  const webhook = serviceObject(scope, {
    name: suffixed(name, '-webhook'),
    at: nearestKey(scope, 'webhook'),
    type: getScalar(scope.values, 'webhook', 'serviceType'),
    ports: [{ name: 'https', port: 443 }],
  });
  // Issuers are never part of the chart, and its resource definitions only on demand.
  const hasDefinitions = isOn(scope, false, 'crds', 'enabled') || isOn(scope, false, 'installCRDs');
  return renderingOf(scope, {
    objects: [
      component(scope, { name }),
      component(scope, { name: suffixed(name, '-webhook'), path: ['webhook'] }),
      webhook,
    ],
    complete: [...NO_TRAFFIC_OR_STORAGE, ...(hasDefinitions ? [] : ['CustomResourceDefinition'])],
  });
}
