import type { Cluster } from '../../model/cluster/cluster.ts';
import { describe, describeContainer } from '../../model/cluster/objects/owned.ts';
import { type RepeatedName, repeatedNames } from '../../model/cluster/workloads/names-in-pods.ts';
import type { Workload } from '../../model/cluster/workloads/workloads.ts';
import { codes } from '../../text/code.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { asScalar, getString } from '../../yaml/access.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const volumes: Rule = {
  id: 'workload/volumes',
  scope: 'cluster',
  severity: 'error',
  summary:
    'A `volumeMount` without its volume, or with a `subPath` that is none; a volume, environment variable or port name twice in one container or pod.',
  rationale:
    'The API refuses the pods, so that the workload runs none. Of a variable that is there twice the last one wins silently, and a server-side apply refuses it.',
  remedy: 'Declare the volume, or mount one that is there; keep each name once.',
  reference:
    'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec',
  check({ cluster, report }) {
    for (const workload of cluster.workloads) {
      const findings = [
        ...(workload.resource.partial ? [] : unmounted(workload)),
        ...oddPaths(workload),
        ...repeatedNames(workload)
          .filter(
            name => name.what !== 'port' || !name.isAccepted || isAskedFor(cluster, workload, name),
          )
          .map(name => repetition(workload, name)),
      ];
      for (const finding of findings) report(finding);
    }
  },
};

/** Whether a Service beside the workload goes to a port by that name: with two of them it gets one. */
const isAskedFor = (
  { services }: Cluster,
  { namespace }: Workload,
  { at }: RepeatedName,
): boolean =>
  services.some(
    service =>
      service.namespace === namespace &&
      service.ports.some(({ targetPort }) => asScalar(targetPort)?.text === at.text),
  );

function unmounted(workload: Workload): Report[] {
  const { containers, initContainers, claimTemplates, resource } = workload;
  const known = new Set([
    ...workload.volumes.map(({ name }) => name.text),
    ...claimTemplates.flatMap(item => getString(item, 'metadata', 'name')?.value ?? []),
  ]);
  return [...initContainers, ...containers].flatMap(container =>
    container.mounts.flatMap(mount => {
      const name = getString(mount, 'name');
      if (!name || known.has(name.value) || isPlaceholder(name.value)) return [];
      const meant = nearest(name.value, known);
      // A list of values replaces that of an earlier file: what was lost is where the later one stands.
      const elsewhere = workload.volumes.find(
        ({ name: { origin } }) => origin.file !== name.origin.file,
      )?.name;
      return [
        {
          at: name,
          message: `${describeContainer(container, resource)} mounts \`${name.value}\`, but the pod has no such volume`,
          help: meant
            ? `Did you mean \`${meant}\`?`
            : known.size > 0
              ? `It has ${codes([...known].sort())}.`
              : 'It has no volumes.',
          related: elsewhere && [see(elsewhere, 'its volumes')],
        },
      ];
    }),
  );
}

/**
 * A `subPath` is a path within the volume, taken as it stands.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath-expanded-environment
 */
const oddPaths = ({ containers, initContainers, resource }: Workload): Report[] =>
  [...initContainers, ...containers].flatMap(container =>
    container.mounts.flatMap(mount => {
      const path = getString(mount, 'subPath');
      if (!path || path.origin.made) return [];
      const whose = describeContainer(container, resource);
      if (path.text.startsWith('/'))
        return [
          {
            at: path,
            message: `${whose} has an absolute \`subPath\`: the API refuses the pod`,
            help: `Write \`${path.text.replace(/^\/+/, '')}\`: it begins at the volume's root.`,
          },
        ];
      if (!/\$\([^)]*\)/.test(path.text)) return [];
      return [
        {
          at: path,
          message: `${whose} mounts \`${path.text}\` as it stands: nothing is filled in in a \`subPath\``,
          help: 'Write `subPathExpr`, which fills in `$(NAME)` of the variables of the container.',
        },
      ];
    }),
  );

const CONSEQUENCE = {
  volume: '',
  variable: ': the last one wins, and a server-side apply refuses both',
  port: ': what names it gets the first one',
};

function repetition(
  { resource }: Workload,
  { at, first, what, container, isAccepted }: RepeatedName,
): Report {
  const where = container ? describeContainer(container, resource) : describe(resource);
  return {
    at,
    // The API takes two ports of one name, as long as they are of two containers.
    severity: what === 'port' && isAccepted ? 'warning' : undefined,
    message: `${where} has the ${what} \`${at.text}\` twice${isAccepted ? CONSEQUENCE[what] : ''}`,
    related: [see(first, 'the first one')],
  };
}
