import { describeContainer } from '../../model/cluster/objects/owned.ts';
import { oddArguments } from '../../model/cluster/workloads/arguments.ts';
import type { Rule } from '../rule.ts';

export const argument: Rule = {
  id: 'workload/argument',
  scope: 'cluster',
  severity: 'error',
  summary:
    "An argument that only a shell would take apart or fill in: `--name value` in one item, or `$NAME` of one of the container's variables.",
  rationale:
    'Kubernetes starts the program itself, without a shell: the program gets `--name value` as one unknown flag, and `$NAME` as those characters.',
  remedy:
    'Write `$(NAME)` for a variable; write `--name=value`, or the flag and its value as two items.',
  reference:
    'https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/',
  limits: 'Where no `command` is written the image may start a shell script: those are `likely`.',
  check({ cluster, report }) {
    for (const workload of cluster.workloads)
      for (const { at, container, what, text, name, isKnown } of oddArguments(workload))
        report({
          at,
          message:
            what === 'flag'
              ? `${describeContainer(container, workload.resource)} gets \`${text}\` as one argument: no shell takes it apart`
              : `${describeContainer(container, workload.resource)} gets \`${text}\` as it stands: no shell fills it in`,
          help:
            what === 'flag'
              ? `Write \`${text.replace(' ', '=')}\`, or \`${name}\` and its value as two items.`
              : `Write \`$(${name})\`: Kubernetes fills that in.`,
          doubt: isKnown ? undefined : 'the image may start a shell that does',
        });
  },
};
