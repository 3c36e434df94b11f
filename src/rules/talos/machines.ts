import type { Policy } from '../../config/load.ts';
import { modelOf } from '../../config/machines.ts';
import type { MachinePolicy } from '../../config/policy.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import { cephNodes, isNode } from '../../model/cluster/storage/ceph.ts';
import type { TalosNode } from '../../model/talos.ts';
import { codes } from '../../text/code.ts';
import { listing, plural } from '../../text/plural.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const machines: Rule = {
  id: 'talos/machines',
  scope: 'cluster',
  severity: 'error',
  summary:
    "More or fewer machines of a model than the policy says, a control plane or a Ceph disk on another model than the policy's.",
  rationale:
    'A patch that was lost with a merge leaves a machine out of the next apply, and no other file says that it is missing. Boards without a spare disk can hold no Ceph, and not every machine is fit to be a control plane.',
  remedy: 'Bring the patch back, move the role, or correct the machines of the policy.',
  reference: 'https://docs.siderolabs.com/talos/v1.12/getting-started/system-requirements',
  policy: true,
  check({ cluster, policy, report }) {
    const known = policy.talos?.machines ?? {};
    const { nodes, talos } = cluster;
    const models = new Map(nodes.map(node => [node, modelOf(node, known)] as const));
    // A machine of no known name may be of any model, and so may one that can't be read.
    if (
      nodes.length === 0 ||
      talos.unchecked.length > 0 ||
      [...models.values()].includes(undefined)
    )
      return;
    const severity = policy.weight('talos', 'machines');
    const findings = [
      ...miscounted(models, known, policy),
      ...misplaced(models, known, policy, cluster),
    ];
    for (const finding of findings) report({ ...finding, severity });
  },
};

type Models = ReadonlyMap<TalosNode, string | undefined>;
type Known = Readonly<Record<string, MachinePolicy>>;

const miscounted = (models: Models, known: Known, policy: Policy): Report[] =>
  Object.entries(known).flatMap(([model, { count }]) => {
    const own = [...models].flatMap(([node, actual]) => (actual === model ? [node] : []));
    const at = placeOfNode(own.at(-1) ?? [...models.keys()].at(-1));
    if (count === undefined || own.length === count || !at) return [];
    const pinned = policy.place('talos', 'machines', model);
    return [
      {
        at,
        message: `there ${own.length === 1 ? 'is' : 'are'} ${plural(own.length, 'machine')} of the model \`${model}\`, but ${policy.source('talos', 'machines', model)} says ${count}`,
        help: `Those that are there: ${own.length === 0 ? 'none' : listing(own.map(({ name }) => name))}.`,
        related: pinned && [see(pinned, 'counted here')],
      },
    ];
  });

function misplaced(
  models: Models,
  known: Known,
  policy: Policy,
  { resources, talos }: Cluster,
): Report[] {
  const allowed = (part: 'controlPlane' | 'ceph'): string[] =>
    Object.keys(known).filter(model => known[model]?.[part]);
  const planes = allowed('controlPlane');
  const ceph = allowed('ceph');
  const related = (model: string | undefined) => {
    const pinned = model === undefined ? undefined : policy.place('talos', 'machines', model);
    return pinned && [see(pinned, 'its model')];
  };
  const roles = [...models].flatMap(([node, model]): Report[] => {
    const at =
      talos.recipeNodes.find(({ text, role }) => text === node.name && role === node.role)?.at ??
      placeOfNode(node);
    const isWrong = node.role === 'controlplane' && model !== undefined && !planes.includes(model);
    if (planes.length === 0 || !isWrong || !at) return [];
    return [
      {
        at,
        message: `\`${node.name}\` is a control plane, but of the model \`${model}\`; ${policy.source('talos', 'machines')} has control planes on ${codes(planes, 'or')} only`,
        related: related(model),
      },
    ];
  });
  const disks = resources.ofKind('CephCluster', 'ceph.rook.io').flatMap(({ value }) =>
    cephNodes(value).flatMap((name): Report[] => {
      const [, model] = [...models].find(([node]) => isNode(node, name.text)) ?? [];
      if (ceph.length === 0 || model === undefined || ceph.includes(model)) return [];
      return [
        {
          at: name,
          message: `\`${name.text}\` is of the model \`${model}\`; ${policy.source('talos', 'machines')} has Ceph's disks in ${codes(ceph, 'or')} only`,
          related: related(model),
        },
      ];
    }),
  );
  return [...roles, ...disks];
}

const placeOfNode = (node: TalosNode | undefined) => node?.hostname ?? node?.machine;
