import { fieldsAt, parseFieldPath } from '../../config/field-paths.ts';
import type { ObjectRequirements, Requirement } from '../../config/policy.ts';
import { brokenBy } from '../../config/requirement.ts';
import {
  applicationOf,
  type ClusterResource,
  describe,
} from '../../model/cluster/objects/owned.ts';
import { containersIn, podSpecOf } from '../../model/pod-specs.ts';
import { code } from '../../text/code.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { matcherOf } from '../custom.ts';
import { type Report, type Rule, see, toPlace } from '../rule.ts';

export const requirement: Rule = {
  id: 'policy/requirement',
  scope: 'cluster',
  severity: 'warning',
  since: '0.1.0',
  summary:
    'An object without a label, annotation or field that the policy requires, with one that it forbids, or with a value that it does not accept.',
  rationale:
    'Conventions of a cluster (whose an object is, how much a container may take, what no pod may do) hold where something asks for them; by hand nobody looks at each object.',
  remedy: 'Make the object what `objects` of the policy asks for.',
  reference:
    'https://github.com/pitower/pitower-lint/blob/main/docs/policy.md#what-objects-must-have',
  limits:
    'Where only some fields of an object are known (a chart that is not at hand), what is missing is not reported. Pods that an operator makes are not seen.',
  policy: true,
  check({ cluster, policy, report }) {
    const said = new Set<string>();
    for (const [name, wanted] of Object.entries(policy.objects ?? {})) {
      const matches = matcherOf(wanted.match ?? {});
      const pinned = policy.place('objects', name);
      for (const resource of cluster.resources.deployed) {
        if (!matches(resource)) continue;
        for (const { at, message } of broken(wanted, resource)) {
          // What a base says of two overlays' objects is one thing to change.
          const { file, start } = toPlace(at);
          const key = JSON.stringify([file.path, start, message]);
          if (said.has(key)) continue;
          said.add(key);
          report({
            at,
            message,
            help: wanted.help ?? `${code(name)} of ${policy.source('objects', name)} asks for it.`,
            related: pinned && [see(pinned, 'asked here')],
            application: applicationOf(resource),
          });
        }
      }
    }
  },
};

type Broken = Pick<Report, 'at' | 'message'>;

function broken(wanted: ObjectRequirements, resource: ClusterResource): Broken[] {
  const { value } = resource;
  const pod = podSpecOf(value);
  const labelled = (part: 'labels' | 'annotations') =>
    Object.entries(wanted[part] ?? {}).flatMap(([key, one]) =>
      breaks(resource, value, {
        path: ['metadata', part, key],
        named: `the ${part.slice(0, -1)} ${code(key)}`,
        one,
      }),
    );
  const fields = (part: 'fields' | 'pod' | 'containers', root: LocatedValue) =>
    Object.entries(wanted[part] ?? {}).flatMap(([text, one]) => {
      const path = parseFieldPath(text);
      return path ? breaks(resource, root, { path, named: code(text), one }) : [];
    });
  return [
    ...labelled('labels'),
    ...labelled('annotations'),
    ...fields('fields', value),
    ...(pod ? fields('pod', pod) : []),
    ...containersIn(value).flatMap(container => fields('containers', container)),
  ];
}

interface Asked {
  readonly path: readonly string[];
  readonly named: string;
  readonly one: Requirement;
}

const breaks = (
  resource: ClusterResource,
  root: LocatedValue,
  { path, named, one }: Asked,
): Broken[] =>
  fieldsAt(root, path).flatMap(({ value, key, holder }) => {
    if (value === undefined && resource.partial) return [];
    const flaw = brokenBy(one, value);
    if (flaw === undefined) return [];
    return [
      {
        at: one === 'forbidden' ? (key ?? value ?? holder) : (value ?? holder),
        message: `${describe(resource)}: ${named} ${flaw}`,
      },
    ];
  });
