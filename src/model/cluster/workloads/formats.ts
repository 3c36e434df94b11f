import { entriesAt, getString, itemsAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import { isQuantity } from '../../quantity.ts';
import type { HelmRelease } from '../../release.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import type { Workload } from './workloads.ts';

/** A text of a form that the API refuses. */
export interface FormatFlaw {
  readonly at: LocatedScalar;
  readonly what: 'quantity' | 'port name';
}

interface Facts {
  readonly resources: ResourceIndex;
  readonly workloads: readonly Workload[];
  readonly releases: readonly HelmRelease[];
}

/** Names of ports and amounts of resources, in objects and in the values of charts. */
export function formatFlaws({ resources, workloads, releases }: Facts): FormatFlaw[] {
  const claims = [
    ...resources.ofKind('PersistentVolumeClaim', '').map(({ value }) => value),
    ...workloads.flatMap(({ claimTemplates }) => claimTemplates),
  ];
  const quotas = resources.ofKind('ResourceQuota', '');
  return [
    ...workloads.flatMap(({ containers, initContainers }) =>
      [...containers, ...initContainers].flatMap(({ value, ports }) => [
        ...amountsAt(value, 'resources'),
        ...ports.flatMap(port => portName(getString(port, 'name'))),
      ]),
    ),
    ...claims.flatMap(claim => amountsAt(claim, 'spec', 'resources')),
    ...quotas.flatMap(({ value }) => amounts(entriesAt(value, 'spec', 'hard'))),
    ...releases.flatMap(({ values }) => resourcesIn(values)),
  ];
}

/** What values hand to pods under the name that pods have for it, wherever it stands. */
function resourcesIn(value: LocatedValue): FormatFlaw[] {
  if (value.kind === 'sequence') return itemsAt(value).flatMap(resourcesIn);
  if (value.kind !== 'map') return [];
  return [
    ...amountsAt(value, 'resources'),
    ...[...value.entries.values()].flatMap(({ value: inner }) => resourcesIn(inner)),
  ];
}

const amountsAt = (value: LocatedValue, ...path: readonly string[]): FormatFlaw[] =>
  ['requests', 'limits'].flatMap(part => amounts(entriesAt(value, ...path, part)));

/** Amounts that begin as such: what else stands there may be a chart's own word. */
const amounts = (entries: ReturnType<typeof entriesAt>): FormatFlaw[] =>
  entries.flatMap(({ value }) =>
    value.kind === 'scalar' && /^\d[\w. ]*$/.test(value.text) && !isQuantity(value.text)
      ? [{ at: value, what: 'quantity' as const }]
      : [],
  );

/** https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/validation/validation.go (IsValidPortName) */
const portName = (at: LocatedScalar | undefined): FormatFlaw[] =>
  at && /^[\w-]+$/.test(at.text) && !isPortName(at.text) ? [{ at, what: 'port name' }] : [];

const isPortName = (text: string): boolean =>
  text.length <= 15 &&
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(text) &&
  /[a-z]/.test(text) &&
  !text.includes('--');
