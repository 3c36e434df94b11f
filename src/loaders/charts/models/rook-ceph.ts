import type { ChartModel, HelmRelease, Rendering } from '../../../model/release.ts';
import { renderingOf } from '../shared/completeness.ts';
import { component, NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { scopeOf } from '../shared/scope.ts';

/**
 * The operator alone: pools and classes come with the rook-ceph-cluster chart.
 * https://github.com/rook/rook/tree/v1.19.1/deploy/charts/rook-ceph
 */
export const rookCeph: ChartModel = { charts: ['rook-ceph'], render };

function render(release: HelmRelease): Rendering {
  const scope = scopeOf(release);
  const operator = component(scope, { name: 'rook-ceph-operator' });
  return renderingOf(scope, { objects: [operator], complete: NO_TRAFFIC_OR_STORAGE });
}
