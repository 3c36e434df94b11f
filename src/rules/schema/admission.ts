import { defaultsOf } from '../../cel/defaults.ts';
import { type Expression, type Outcome, readExpression } from '../../cel/expression.ts';
import {
  celValue,
  openMap,
  sourcedList,
  type Trace,
  UnknownValue,
  unnoted,
} from '../../cel/values.ts';
import type { Severity } from '../../config/policy.ts';
import {
  type BoundPolicy,
  boundPolicies,
  operationOn,
} from '../../model/cluster/objects/admission.ts';
import {
  applicationOf,
  type ClusterResource,
  describe,
} from '../../model/cluster/objects/owned.ts';
import type { ResourceIndex } from '../../model/cluster/objects/resources.ts';
import { splitApiVersion } from '../../model/resource.ts';
import { code } from '../../text/code.ts';
import { own } from '../../text/own.ts';
import { get, itemsAt, textAt } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const admission: Rule = {
  id: 'schema/admission',
  scope: 'cluster',
  severity: 'error',
  summary:
    "An object that a ValidatingAdmissionPolicy of the repository refuses, or warns of: an error, a warning or an info by its binding's `validationActions`.",
  rationale:
    'What the cluster would refuse stays out of it: the sync fails after the merge, and with it everything that comes later.',
  remedy: 'Make the object what the policy asks for, or leave it out of the policy.',
  reference: 'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/',
  check({ cluster: { resources }, report }) {
    for (const bound of boundPolicies(resources)) {
      const { policy, actions } = bound;
      const [severity] = actions.flatMap(name => own(SEVERITIES, name) ?? []);
      if (severity === undefined) continue;
      const isDenied = actions.includes('Deny');
      for (const resource of resources.deployed) {
        // Of what is not known whole, what is asked for may be there.
        if (resource.partial) continue;
        const operation = operationOn(bound, resource, resources);
        if (operation === undefined) continue;
        for (const { validation, at, message } of refusals(bound, resource, {
          operation,
          resources,
        })) {
          report({
            at: at ?? resource.value,
            severity: isDenied ? 'error' : severity,
            message: `the policy ${code(policy.name)} ${isDenied ? 'refuses' : 'warns of'} ${describe(resource)}: ${message}`,
            related: [see(validation, 'what is asked')],
            application: applicationOf(resource),
          });
        }
      }
    }
  },
};

const SEVERITIES: Readonly<Record<string, Severity>> = {
  Deny: 'error',
  Warn: 'warning',
  Audit: 'info',
};

const VARIABLES = [
  'object',
  'oldObject',
  'request',
  'params',
  'namespaceObject',
  'variables',
  'authorizer',
];

interface Asked {
  readonly operation: 'CREATE' | 'UPDATE';
  readonly resources: ResourceIndex;
}

interface Refusal {
  readonly validation: LocatedValue;
  readonly at: LocatedValue | undefined;
  readonly message: string;
}

function refusals(bound: BoundPolicy, resource: ClusterResource, asked: Asked): Refusal[] {
  const spec = get(bound.policy.value, 'spec');
  const evaluate = evaluator(bound, resource, asked);
  if (!evaluate) return [];
  const conditions = itemsAt(spec, 'matchConditions').map(item =>
    evaluate(textAt(item, 'expression')),
  );
  if (!conditions.every(outcome => outcome.status === 'value' && outcome.value === true)) return [];
  return itemsAt(spec, 'validations').flatMap((validation): Refusal[] => {
    const expression = textAt(validation, 'expression');
    const outcome = evaluate(expression);
    if (outcome.status !== 'value' || outcome.value !== false) return [];
    const made = evaluate(textAt(validation, 'messageExpression'));
    const text = made.status === 'value' && typeof made.value === 'string' ? made.value : undefined;
    return [
      {
        validation: get(validation, 'expression') ?? validation,
        at: outcome.read,
        message:
          text ?? textAt(validation, 'message') ?? `failed expression: ${expression ?? ''}`.trim(),
      },
    ];
  });
}

/** Expressions by their text: each is read once, whatever the number of objects. */
const expressions = new Map<string, Expression | undefined>();

function expressionOf(text: string): Expression | undefined {
  if (!expressions.has(text)) {
    const read = readExpression(text, VARIABLES);
    expressions.set(text, 'error' in read ? undefined : read);
  }
  return expressions.get(text);
}

const UNTOLD: Outcome = { status: 'unknown' };

/** Evaluates expressions of a policy for an object; undefined where its parameters are not known. */
function evaluator(
  { policy, binding }: BoundPolicy,
  resource: ClusterResource,
  { operation, resources }: Asked,
): ((text: string | undefined) => Outcome) | undefined {
  const params = paramsOf(policy, binding, resource, resources);
  if (params === undefined) return undefined;
  const namespace = resource.namespace;
  const trace: Trace = { last: undefined, unknown: false };
  const options = { trace, partial: resource.partial };
  const untold = (what: string) => (): never => {
    trace.unknown = true;
    throw new UnknownValue(what);
  };
  const named = new Map(
    itemsAt(policy.value, 'spec', 'variables').flatMap(item => {
      const name = textAt(item, 'name');
      return name === undefined ? [] : [[name, textAt(item, 'expression')] as const];
    }),
  );
  const cached = new Map<
    string,
    { readonly value: unknown; readonly read?: LocatedValue | undefined }
  >();
  const open = new Set<string>();
  const values = (): Record<string, unknown> => ({
    object: celValue(resource.value, {
      ...options,
      defaults: defaultsOf(resource.kind, namespace),
    }),
    oldObject: operation === 'CREATE' ? null : openMap({}, trace),
    request: openMap(
      {
        operation,
        name: resource.name,
        namespace: namespace ?? '',
        kind: new Map(
          Object.entries({ group: resource.group, version: resource.version, kind: resource.kind }),
        ),
      },
      trace,
    ),
    params:
      params === 'none'
        ? null
        : celValue(params.value, { trace: unnoted(trace), partial: params.partial }),
    namespaceObject: namespace === undefined ? null : namespaceObject(namespace),
    authorizer: openMap({}, trace),
    variables: openMap(
      Object.fromEntries([...named].map(([name, text]) => [name, () => variable(name, text)])),
      trace,
    ),
  });
  const namespaceObject = (name: string) => {
    const found = resources.find({ group: '', kind: 'Namespace', namespace: undefined, name });
    return found.status === 'found'
      ? celValue(found.value.value, { trace: unnoted(trace) })
      : openMap({ metadata: openMap({ name }, trace) }, trace);
  };
  const variable = (name: string, text: string | undefined): unknown => {
    if (open.has(name)) return untold(name)();
    const known = cached.get(name);
    if (known) {
      trace.last = known.read ?? trace.last;
      return known.value;
    }
    // A variable may name those before it; one that names itself, or later ones, is no policy.
    cached.set(name, { value: null });
    const outcome =
      text === undefined
        ? UNTOLD
        : (expressionOf(text)?.run({ trace, values: values() }) ?? UNTOLD);
    if (outcome.status === 'unknown') {
      open.add(name);
      return untold(name)();
    }
    if (outcome.status === 'error') {
      cached.delete(name);
      throw new Error(outcome.message);
    }
    const { value: made, read, sources } = outcome;
    const value = sources ? sourcedList(made as unknown[], sources, trace) : made;
    cached.set(name, { value, read });
    return value;
  };
  return text => {
    if (text === undefined) return UNTOLD;
    trace.last = undefined;
    trace.unknown = false;
    return expressionOf(text)?.run({ trace, values: values() }) ?? UNTOLD;
  };
}

/** The object that parametrizes a policy; undefined where it can't be told which, or none is there. */
function paramsOf(
  policy: ClusterResource,
  binding: ClusterResource,
  { namespace: own }: ClusterResource,
  resources: ResourceIndex,
): ClusterResource | 'none' | undefined {
  const kind = get(policy.value, 'spec', 'paramKind');
  const reference = get(binding.value, 'spec', 'paramRef');
  if (!kind) return 'none';
  const name = textAt(reference, 'name');
  const { group } = splitApiVersion(textAt(kind, 'apiVersion') ?? '');
  if (name === undefined) return undefined;
  const namespace = textAt(reference, 'namespace') ?? own;
  const found = resources.find({ group, kind: textAt(kind, 'kind') ?? '', namespace, name });
  return found.status === 'found' ? found.value : undefined;
}
