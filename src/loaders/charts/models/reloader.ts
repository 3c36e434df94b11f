import type { ChartModel } from '../../../model/release.ts';
import { renderingOf } from '../shared/completeness.ts';
import { NO_TRAFFIC_OR_STORAGE } from '../shared/operators.ts';
import { scopeOf } from '../shared/scope.ts';

/** Nothing that others refer to. https://github.com/stakater/Reloader/tree/master/deployments/kubernetes/chart/reloader */
export const reloader: ChartModel = {
  charts: ['reloader'],
  render: release =>
    renderingOf(scopeOf(release), { objects: [], complete: NO_TRAFFIC_OR_STORAGE }),
};
