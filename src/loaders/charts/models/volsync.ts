import type { ChartModel, HelmRelease, Rendering } from '../../../model/release.ts';
import { renderingOf } from '../shared/completeness.ts';
import { component, NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { serviceObject } from '../shared/parts.ts';
import { fullname, scopeOf, suffixed } from '../shared/scope.ts';

/** https://github.com/backube/volsync/tree/main/helm/volsync */
export const volsync: ChartModel = { charts: ['volsync'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const name = fullname(scope, 'volsync');
  const metrics = serviceObject(scope, {
    name: suffixed(name, '-metrics'),
    ports: [{ name: 'https', port: 8443 }],
  });
  return renderingOf(scope, {
    objects: [component(scope, { name }), metrics],
    complete: NO_TRAFFIC_OR_STORAGE,
  });
}
