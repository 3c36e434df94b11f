import type { ChartModel, HelmRelease, RenderedObject, Rendering } from '../../../model/release.ts';
import { getMap } from '../../../yaml/access.ts';
import { renderingOf } from '../shared/completeness.ts';
import { component, NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { serviceObject } from '../shared/parts.ts';
import { fullname, isOn, nearestKey, scopeOf, suffixed } from '../shared/scope.ts';

/** https://github.com/external-secrets/external-secrets/tree/main/deploy/charts/external-secrets */
export const externalSecrets: ChartModel = { charts: ['external-secrets'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const name = fullname(scope, 'external-secrets');
  const webhook: RenderedObject[] = [
    component(scope, { name: suffixed(name, '-webhook'), path: ['webhook'] }),
    serviceObject(scope, {
      name: suffixed(name, '-webhook'),
      at: nearestKey(scope, 'webhook', 'service'),
      values: getMap(scope.values, 'webhook', 'service'),
      ports: [{ name: 'webhook', port: 443 }],
    }),
  ];
  const controller = component(scope, {
    name: suffixed(name, '-cert-controller'),
    path: ['certController'],
  });
  return renderingOf(scope, {
    objects: [
      component(scope, { name }),
      ...(isOn(scope, true, 'webhook', 'create') ? webhook : []),
      ...(isOn(scope, true, 'certController', 'create') ? [controller] : []),
    ],
    complete: NO_TRAFFIC_OR_STORAGE,
  });
}
