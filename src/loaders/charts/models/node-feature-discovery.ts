import type { ChartModel } from '../../../model/release.ts';
import { renderingOf } from '../shared/completeness.ts';
import { NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { scopeOf } from '../shared/scope.ts';

/** Nothing that others refer to. https://github.com/kubernetes-sigs/node-feature-discovery/tree/master/deployment/helm/node-feature-discovery */
export const nodeFeatureDiscovery: ChartModel = {
  charts: ['node-feature-discovery'],
  render: release =>
    renderingOf(scopeOf(release), { objects: [], complete: NO_TRAFFIC_OR_STORAGE }),
};
