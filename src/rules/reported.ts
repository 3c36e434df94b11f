import type { Cluster } from '../model/cluster/cluster.ts';
import type { Place } from '../source/text.ts';
import type { LocatedValue } from '../yaml/located.ts';
import { toPlace } from './rule.ts';

/** Whether the loaders found something wrong at a place: what follows from it is not said again. */
export function isReported({ problems }: Cluster, at: Place | LocatedValue): boolean {
  const { file, start, end } = toPlace(at);
  return problems.some(
    problem => problem.at.file === file && problem.at.start <= end && start <= problem.at.end,
  );
}

/** Whether kustomize refuses a part of a value, which is then missing from it. */
export function hasInvalid({ problems }: Cluster, { origin }: LocatedValue): boolean {
  const { file, start, end } = origin;
  return problems.some(
    ({ rule, at }) =>
      rule === 'kustomize/invalid' && at.file === file && start <= at.start && at.end <= end,
  );
}
