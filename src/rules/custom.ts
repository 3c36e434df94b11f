import type { ErrorObject } from 'ajv';
import { namespaceDefault } from '../cel/defaults.ts';
import { ClusterLookup } from '../cel/functions.ts';
import { celValue, openMap, type Trace, UNKNOWN, UnknownValue, unnoted } from '../cel/values.ts';
import { type CompiledCheck, compileCustom } from '../config/custom.ts';
import type { Policy } from '../config/load.ts';
import type { CustomMatch, CustomRule } from '../config/policy.ts';
import { matchesName } from '../config/rule-names.ts';
import { scopeMatcher } from '../config/scope.ts';
import type { Cluster } from '../model/cluster/cluster.ts';
import { applicationNames } from '../model/cluster/delivery/ownership.ts';
import { applicationOf, type ClusterResource, describe } from '../model/cluster/objects/owned.ts';
import { containersIn } from '../model/pod-specs.ts';
import { code } from '../text/code.ts';
import { fieldPath } from '../text/field-path.ts';
import { schemaFlaw } from '../text/schema-flaw.ts';
import { get, toPlain } from '../yaml/access.ts';
import type { LocatedValue } from '../yaml/located.ts';
import { type Report, type Rule, type RuleId, see } from './rule.ts';

/** The rules that a policy itself describes. */
export function customRules(policy: Policy): Rule[] {
  return (policy.custom ?? []).flatMap((rule, number) => {
    const compiled = compileCustom(rule);
    return 'error' in compiled
      ? []
      : [toRule(rule, compiled, policy.place('custom', number, 'id'))];
  });
}

const REMEDY =
  "Make the object what the rule asks for, or leave it out by the rule's `match` or an override.";

function toRule(own: CustomRule, check: CompiledCheck, at: ReturnType<Policy['place']>): Rule {
  const { id, message, help = REMEDY } = own;
  return {
    id: id as RuleId,
    scope: 'cluster',
    severity: own.severity ?? 'warning',
    summary: message,
    rationale: "A rule of the repository's own policy.",
    remedy: help,
    reference: 'https://github.com/pitower/pitower-lint/blob/main/docs/policy.md#rules-of-ones-own',
    check({ cluster, report }) {
      const matches = matcherOf(own.match ?? {});
      for (const resource of cluster.resources.deployed) {
        if (!matches(resource)) continue;
        for (const self of partsOf(own.each, resource.value)) {
          for (const found of broken(check, { cluster, resource, self })) {
            report({
              at: found.at ?? self,
              message: `${describe(resource)}: ${message}${found.detail ? ` (${found.detail})` : ''}`,
              help: own.help,
              related: at && [see(at, 'the rule')],
              application: applicationOf(resource),
            });
          }
        }
      }
    },
  };
}

/** Which objects a rule is for. */
export function matcherOf(match: CustomMatch): (resource: ClusterResource) => boolean {
  const inScope = scopeMatcher(match);
  const { kinds, names, labels = {} } = match;
  return resource => {
    const application = applicationOf(resource);
    const kind = resource.group === '' ? resource.kind : `${resource.group}/${resource.kind}`;
    return (
      (kinds?.some(glob => matchesName(resource.kind, glob) || matchesName(kind, glob)) ?? true) &&
      (names?.some(glob => matchesName(resource.name, glob)) ?? true) &&
      Object.entries(labels).every(([key, glob]) => {
        const value = get(resource.value, 'metadata', 'labels', key);
        return value?.kind === 'scalar' && matchesName(value.text, glob);
      }) &&
      inScope({
        file: resource.files[0],
        applications: applicationNames(resource),
        category: application?.category,
        namespace: resource.namespace,
        clusters: application?.cluster === undefined ? [] : [application.cluster],
      })
    );
  };
}

/** The parts of an object that are judged one by one. */
function partsOf(each: CustomRule['each'], object: LocatedValue): readonly LocatedValue[] {
  if (each === undefined || each === 'object') return [object];
  const containers = containersIn(object);
  return each === 'container' ? containers : containers.flatMap(one => get(one, 'image') ?? []);
}

interface Asked {
  readonly cluster: Cluster;
  readonly resource: ClusterResource;
  readonly self: LocatedValue;
}

interface Found {
  readonly at: Report['at'] | undefined;
  readonly detail: string | undefined;
}

function broken({ schema, assert }: CompiledCheck, asked: Asked): Found[] {
  const { resource, self } = asked;
  if (schema) {
    if (schema(plainOf(self, resource))) return [];
    return (schema.errors ?? []).flatMap(error => flawOf(error, self, resource.partial));
  }
  const trace: Trace = { last: undefined, unknown: false };
  const outcome = assert?.run({ trace, values: variables(asked, trace) });
  return outcome?.status === 'value' && outcome.value === false
    ? [{ at: outcome.read, detail: undefined }]
    : [];
}

/** What a schema judges: an object has the namespace that what deploys it gives it. */
function plainOf(self: LocatedValue, { value, namespace }: ClusterResource): unknown {
  const plain = toPlain(self);
  const metadata = get(value, 'metadata');
  if (self !== value || namespace === undefined || metadata?.kind !== 'map') return plain;
  return { ...(plain as object), metadata: { namespace, ...(toPlain(metadata) as object) } };
}

/** What an object of which only some fields are known lacks can't be told. */
const OF_THE_WHOLE = new Set([
  'required',
  'minProperties',
  'minItems',
  'contains',
  'if',
  'not',
  'anyOf',
  'oneOf',
]);

/** Keywords whose errors only gather those of others. */
const GATHERING = new Set(['if', 'allOf']);

function flawOf(error: ErrorObject, self: LocatedValue, partial: boolean): Found[] {
  if (partial && OF_THE_WHOLE.has(error.keyword)) return [];
  if (GATHERING.has(error.keyword)) return [];
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
  const at = path.reduce<LocatedValue | undefined>(
    (value, part) => (value?.kind === 'sequence' ? value.items[Number(part)] : get(value, part)),
    self,
  );
  const extra = error.params.additionalProperty;
  const key =
    at?.kind === 'map' && typeof extra === 'string' ? at.entries.get(extra)?.key : undefined;
  return [
    {
      at: key ?? at,
      detail: [...(path.length > 0 ? [code(fieldPath(path))] : []), schemaFlaw(error)].join(' '),
    },
  ];
}

function variables({ cluster, resource, self }: Asked, trace: Trace): Record<string, unknown> {
  const options = { trace, partial: resource.partial };
  const whole = { ...options, defaults: namespaceDefault(resource.namespace) };
  const application = applicationOf(resource);
  return {
    self: celValue(self, self === resource.value ? whole : options),
    object: celValue(resource.value, whole),
    application: openMap(
      {
        name: application?.name.text ?? '',
        category: application?.category ?? '',
        namespace: application?.destination.namespace?.text ?? '',
        cluster: application?.cluster ?? '',
      },
      trace,
    ),
    cluster: new ClusterLookup((kind, namespace, name) => {
      const found = lookUp(cluster, { kind, namespace, name });
      if (found !== UNKNOWN && typeof found === 'object' && found !== null)
        return celValue(found.value, {
          trace: unnoted(trace),
          partial: found.partial,
          defaults: namespaceDefault(found.namespace),
        });
      if (found === null) return null;
      trace.unknown = true;
      throw new UnknownValue(`${kind} ${name}`);
    }),
  };
}

function lookUp(
  { resources }: Cluster,
  { kind, namespace, name }: { kind: string; namespace: string; name: string },
): ClusterResource | null | typeof UNKNOWN {
  const slash = kind.lastIndexOf('/');
  const [group, own] =
    slash < 0 ? [undefined, kind] : [kind.slice(0, slash), kind.slice(slash + 1)];
  const groups =
    group === undefined
      ? [...new Set([...resources.ofKind(own).map(resource => resource.group), ''])]
      : [group];
  const answers = groups.map(one =>
    resources.find({ group: one, kind: own, namespace: namespace || undefined, name }),
  );
  const found = answers.find(answer => answer.status === 'found');
  if (found?.status === 'found') return found.value;
  return answers.every(answer => answer.status === 'absent') ? null : UNKNOWN;
}
