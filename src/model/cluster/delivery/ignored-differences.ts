import { code } from '../../../text/code.ts';
import { own } from '../../../text/own.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { entriesAt, get, getScalar, itemsAt, textAt, textsAt } from '../../../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { Application } from '../../application.ts';
import { jqFlaw } from './jq-flaw.ts';

/** An entry of `ignoreDifferences` that matches nothing, or that Argo CD can't read. */
export interface DifferenceFlaw {
  readonly at: LocatedScalar;
  readonly message: string;
  readonly help: string;
}

/** Groups of built-in kinds that are often ignored in part, and have no namesake in the core group. */
const GROUPS: Readonly<Record<string, string>> = {
  Certificate: 'cert-manager.io',
  ClusterRole: 'rbac.authorization.k8s.io',
  CronJob: 'batch',
  CustomResourceDefinition: 'apiextensions.k8s.io',
  DaemonSet: 'apps',
  Deployment: 'apps',
  HorizontalPodAutoscaler: 'autoscaling',
  Ingress: 'networking.k8s.io',
  Job: 'batch',
  MutatingWebhookConfiguration: 'admissionregistration.k8s.io',
  StatefulSet: 'apps',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io',
};

/**
 * What is wrong with an Application's `ignoreDifferences`.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/
 */
export const differenceFlaws = ({ value }: Pick<Application, 'value'>): DifferenceFlaw[] =>
  itemsAt(value, 'spec', 'ignoreDifferences').flatMap(item => [
    ...withoutGroup(item),
    ...itemsAt(item, 'jsonPointers').flatMap(badPointer),
    ...itemsAt(item, 'jqPathExpressions').flatMap(badExpression),
  ]);

function withoutGroup(item: LocatedValue): DifferenceFlaw[] {
  const kind = getScalar(item, 'kind');
  const group = kind && own(GROUPS, kind.text);
  // An empty one is the core group, too.
  const written = get(item, 'group');
  const isCore = written === undefined || (written.kind === 'scalar' && written.text === '');
  if (!kind || !group || !isCore) return [];
  return [
    {
      at: kind,
      message: `without a group this matches no ${kind.text}, which is of the group \`${group}\`: nothing is ignored`,
      help: `Add \`group: ${group}\`.`,
    },
  ];
}

/** https://www.rfc-editor.org/rfc/rfc6901 */
function badPointer(at: LocatedValue): DifferenceFlaw[] {
  if (at.kind !== 'scalar') return [];
  const { text } = at;
  if (!text.startsWith('/'))
    return [
      {
        at,
        message: `\`${text}\` is not a JSON pointer, which starts with a slash: nothing is ignored`,
        help: `Write \`${text.startsWith('.') ? text.replaceAll('.', '/') : `/${text.replaceAll('.', '/')}`}\`, or use \`jqPathExpressions\`.`,
      },
    ];
  if (/\/(?:\*|\[)|\[\d*\]/.test(text))
    return [
      {
        at,
        message: `a JSON pointer has no wildcards and no brackets: \`${text}\` ignores nothing`,
        help: 'Use `jqPathExpressions`, such as `.spec.template.spec.containers[].image`.',
      },
    ];
  if (/~(?![01])/.test(text))
    return [
      {
        at,
        message: `in a JSON pointer \`~\` is written \`~0\`, and \`/\` within a key \`~1\`: \`${text}\` ignores nothing`,
        help: 'Write `~1` for the slash within a key.',
      },
    ];
  return [];
}

/** One that jq does not take ends the comparison of the whole Application with an error. */
function badExpression(at: LocatedValue): DifferenceFlaw[] {
  if (at.kind !== 'scalar' || isPlaceholder(at.text)) return [];
  const flaw = jqFlaw(at.text);
  if (!flaw) return [];
  return [
    {
      at,
      message: `jq does not take ${code(at.text)}, as ${flaw.reason}: the Application can't be compared`,
      help: flaw.help,
    },
  ];
}

/** Whether an Application leaves the number of replicas of an object alone. */
export const ignoresReplicas = (
  { value }: Pick<Application, 'value'>,
  object: { readonly kind: string; readonly name: string },
): boolean =>
  itemsAt(value, 'spec', 'ignoreDifferences').some(item => {
    const kind = textAt(item, 'kind');
    const name = textAt(item, 'name');
    if (kind !== undefined && kind !== object.kind && kind !== '*') return false;
    if (name !== undefined && name !== object.name) return false;
    const says = [...textsAt(item, 'jsonPointers'), ...textsAt(item, 'jqPathExpressions')];
    return (
      says.some(text => text.includes('replicas') || text === '/spec' || text === '.spec') ||
      textsAt(item, 'managedFieldsManagers').length > 0
    );
  });

/** Whether what is changed by hand, or by an autoscaler, is changed back at once. */
export const healsItself = ({ value }: Pick<Application, 'value'>): boolean =>
  entriesAt(value, 'spec', 'syncPolicy', 'automated').some(
    ({ key, value: on }) => key.text === 'selfHeal' && on.kind === 'scalar' && on.value === true,
  );
