import type { Cluster } from '../../model/cluster/cluster.ts';
import { describe } from '../../model/cluster/objects/owned.ts';
import {
  type ImageVariables,
  isRead,
  variablesOfImage,
} from '../../model/cluster/workloads/image-variables.ts';
import type { Container, Workload } from '../../model/cluster/workloads/workloads.ts';
import { code, codes } from '../../text/code.ts';
import { didYouMean } from '../../text/nearest.ts';
import { get, getString, itemsAt, scalarsIn, textAt } from '../../yaml/access.ts';
import type { Report, Rule } from '../rule.ts';

export const unreadVariable: Rule = {
  id: 'workload/unread-variable',
  scope: 'cluster',
  severity: 'info',
  since: '0.1.0',
  summary:
    'An environment variable that looks like a setting of its image, and that the image does not read.',
  rationale:
    'A variable that nobody reads is no error to anyone: the program starts with its default, and what was meant to be set is not.',
  remedy:
    'Name the variable as the image does, or set what it stands for in the configuration file. The images whose variables are known are listed with their sources in `src/model/cluster/workloads/image-variables.ts`.',
  reference:
    'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
  check({ cluster, report }) {
    for (const workload of cluster.workloads)
      for (const container of [...workload.containers, ...workload.initContainers])
        for (const finding of unread(cluster, workload, container)) report(finding);
  },
};

function unread(
  cluster: Cluster,
  { resource, namespace }: Workload,
  { value }: Container,
): Report[] {
  const facts = variablesOfImage(textAt(value, 'image') ?? '');
  // A command of one's own may be a script that reads what it likes.
  if (!facts || get(value, 'command')) return [];
  return itemsAt(value, 'env').flatMap((item): Report[] => {
    const name = getString(item, 'name');
    if (!name || name.origin.made === 'default' || !facts.own.test(name.text)) return [];
    if (isRead(facts, name.text) || isMentioned(cluster, namespace, value, name.text)) return [];
    return [
      {
        at: name,
        message: `${describe(resource)} sets ${code(name.text)}, which ${facts.product} does not read${facts.file ? ' by itself' : ''}`,
        ...(facts.file
          ? {
              help: `Its configuration has to ask for it: ${code(`${facts.file} ${name.text}`)}.`,
              doubt: 'a configuration that is not in these files may do so',
            }
          : { help: insteadOf(facts, name.text) }),
      },
    ];
  });
}

/** A name that is near, those that end alike, or where to look. */
function insteadOf({ reads, source }: ImageVariables, name: string): string {
  const names = reads.filter(each => !each.endsWith('*'));
  const [, whole = name] = /^[^_]+_+(.+)$/.exec(name.toUpperCase()) ?? [];
  const alike = [whole, whole.replace(/^.*_/, '')]
    .map(end => names.filter(each => endsWithWords(each, end)))
    .find(found => found.length > 0 && found.length < 5);
  return (
    didYouMean(name, names) ??
    (alike ? `It reads ${codes(alike)}.` : `What it reads: ${code(source)}.`)
  );
}

/** Whether the last words of a name are those, however they are separated: `APP__INSTANCENAME`, `INSTANCE_NAME`. */
function endsWithWords(name: string, end: string): boolean {
  const words = name.split(/_+/);
  return words.some((_, i) => words.slice(i).join('') === end.replaceAll('_', ''));
}

/** Whether arguments, other variables or a ConfigMap beside it speak of a variable. */
const isMentioned = (
  { resources }: Cluster,
  namespace: string,
  container: Container['value'],
  name: string,
): boolean =>
  [
    get(container, 'args'),
    ...itemsAt(container, 'env').map(item => get(item, 'value')),
    ...resources
      .ofKind('ConfigMap', '')
      .filter(item => item.namespace === namespace)
      .map(({ value }) => get(value, 'data')),
  ].some(part => part && scalarsIn(part).some(({ text }) => text.includes(name)));
