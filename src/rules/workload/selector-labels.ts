import { describe } from '../../model/cluster/objects/owned.ts';
import type { Workload } from '../../model/cluster/workloads/workloads.ts';
import { code } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { booleanAt, getEntry, getMap, getString, itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedMap } from '../../yaml/located.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const selectorLabels: Rule = {
  id: 'workload/selector-labels',
  scope: 'cluster',
  severity: 'error',
  summary: 'A selector that its own pod template does not satisfy, or that a Job may not have.',
  rationale: 'The API refuses the workload: its controller would never find the pods it makes.',
  remedy: "Give the pod template the labels of the selector. A selector can't be changed later.",
  reference: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
  check({ cluster, report }) {
    for (const workload of cluster.workloads) {
      const own = ownJobSelector(workload);
      if (own) report(own);
      // A Job's selector is made up by the API, and its pods' label with it.
      if (workload.resource.partial || /^(?:Pod|Job|CronJob)$/.test(workload.resource.kind))
        continue;
      const selector = getMap(workload.resource.value, 'spec', 'selector');
      if (!selector) continue;
      for (const finding of [...byLabels(workload, selector), ...byExpressions(workload, selector)])
        report(finding);
    }
  },
};

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector */
function ownJobSelector({ resource }: Workload): Report | undefined {
  const selector = getEntry(resource.value, 'spec', 'selector');
  const isManual = booleanAt(resource.value, 'spec', 'manualSelector');
  if (resource.kind !== 'Job' || !selector || isManual || selector.value.kind !== 'map')
    return undefined;
  if (selector.value.entries.size === 0) return undefined;
  return {
    at: selector.key,
    message: `the API refuses the selector of ${describe(resource)}: a Job gets its own`,
    help: 'Remove the selector; with `manualSelector: true` it would be taken as it is.',
  };
}

function byLabels({ podLabels, podSpec, resource }: Workload, selector: LocatedMap): Report[] {
  const wanted = getMap(selector, 'matchLabels');
  return [...(wanted?.entries ?? [])].flatMap(([name, { key, value }]) => {
    const has = podLabels.get(name);
    if (value.kind !== 'scalar' || has === value.text || isPlaceholder(value.text)) return [];
    const meant = has === undefined ? nearest(name, podLabels.keys()) : undefined;
    return [
      {
        at: has === undefined ? key : value,
        message: `${describe(resource)} selects \`${name}=${value.text}\`, but its pods have ${has === undefined ? 'no such label' : code(`${name}=${has}`)}`,
        help: meant && `They have \`${meant}=${podLabels.get(meant)}\`.`,
        related: [see(podSpec, 'the pod template')],
      },
    ];
  });
}

function byExpressions({ podLabels, podSpec, resource }: Workload, selector: LocatedMap): Report[] {
  return itemsAt(selector, 'matchExpressions').flatMap(item => {
    const key = getString(item, 'key');
    const operator = textAt(item, 'operator');
    const values = itemsAt(item, 'values').map(value =>
      value.kind === 'scalar' ? value.text : '',
    );
    const has = key && podLabels.get(key.value);
    const isMet =
      (operator === 'In' && has !== undefined && values.includes(has)) ||
      (operator === 'NotIn' && (has === undefined || !values.includes(has))) ||
      (operator === 'Exists' && has !== undefined) ||
      (operator === 'DoesNotExist' && has === undefined);
    if (!key || isMet || !/^(?:In|NotIn|Exists|DoesNotExist)$/.test(operator ?? '')) return [];
    return [
      {
        at: key,
        message: `the pods of ${describe(resource)} don't satisfy its selector: ${code(`${key.value} ${operator}${values.length > 0 ? ` (${values.join(', ')})` : ''}`)}`,
        related: [see(podSpec, 'the pod template')],
      },
    ];
  });
}
