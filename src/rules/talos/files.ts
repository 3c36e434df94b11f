import { isWithin } from '../../source/tree.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { entriesAt, get, getString, itemsAt } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import type { Rule, RuleContext } from '../rule.ts';

const OPERATIONS: ReadonlySet<string> = new Set(['create', 'append', 'overwrite']);

export const files: Rule = {
  id: 'talos/files',
  severity: 'error',
  summary:
    "Files that Talos can't write (`machine.files` outside `/var`, or without `op`), and node labels that a worker must not give itself.",
  rationale:
    "Talos' root is read-only: creating a file outside `/var` fails at boot, as does an entry without an operation. The API server refuses a worker's kubelet that labels its own Node with a reserved prefix, and none of the node's labels is applied.",
  remedy:
    'Write below `/var`, write an `op` (`create`, `append` or `overwrite`), and label workers with a prefix of your own or with kubectl.',
  reference:
    'https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction',
  check({ cluster, report }) {
    for (const { value } of cluster.talos.patches) {
      for (const item of itemsAt(value, 'machine', 'files')) checkFile(item, report);
    }
    const workers = cluster.nodes.filter(({ role }) => role === 'worker');
    const labels = workers.flatMap(({ machine }) => entriesAt(machine, 'machine', 'nodeLabels'));
    for (const { key } of oncePerPlace(labels, label => label.key.origin)) {
      if (isReserved(key.text)) {
        report({
          at: key,
          message: `a worker may not set the label \`${key.text}\` on its own Node`,
          help: 'Use a prefix of your own, or set the label with kubectl.',
        });
      }
    }
  },
};

/**
 * Talos doesn't write this one: it merges its content into containerd's own configuration.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/configure-your-talos-cluster/images-container-runtime/containerd
 */
const CRI_CUSTOMIZATION = '/etc/cri/conf.d/20-customization.part';

function checkFile(item: LocatedValue, report: RuleContext['report']): void {
  if (get(item, '$patch')) return;
  const path = getString(item, 'path');
  const op = getString(item, 'op');
  if (!op) {
    report({
      at: path ?? item,
      message: 'the file has no `op`, which is `create`, `append` or `overwrite`',
      help: 'Add it.',
    });
  } else if (!OPERATIONS.has(op.text) && !isPlaceholder(op.text)) {
    report({
      at: op,
      message: `\`${op.text}\` is not an \`op\`, which is \`create\`, \`append\` or \`overwrite\``,
      help: 'Write one of them.',
    });
  }
  const isOutside =
    path &&
    !isPlaceholder(path.text) &&
    !isWithin(path.text, '/var') &&
    path.text !== CRI_CUSTOMIZATION;
  if (isOutside && op?.text === 'create') {
    report({
      at: path,
      message: `\`${path.text}\` can't be created: only \`/var\` is writable`,
      help: 'Create it below `/var`; files in `/etc` that exist can be overwritten.',
    });
  }
}

const OWN: ReadonlySet<string> = new Set([
  'beta.kubernetes.io/arch',
  'beta.kubernetes.io/instance-type',
  'beta.kubernetes.io/os',
  'failure-domain.beta.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'kubernetes.io/arch',
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
]);

const OWN_PREFIX = /^(?:[^/]+\.)?(?:kubelet|node)\.kubernetes\.io\//;
const KUBERNETES = /^(?:[^/]+\.)?(?:kubernetes|k8s)\.io\//;

/** Labels of Kubernetes' own that a kubelet may not set on its Node. */
const isReserved = (label: string): boolean =>
  KUBERNETES.test(label) && !OWN_PREFIX.test(label) && !OWN.has(label);
