import { code } from '../../../../text/code.ts';
import { isCapitalWord, isPlaceholder } from '../../../../text/placeholder.ts';
import {
  asScalar,
  get,
  getEntry,
  getString,
  itemsAt,
  numberAt,
  textAt,
} from '../../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../../yaml/located.ts';
import type { Route } from '../routes.ts';
import { filterFlaws } from './filters.ts';
import { type Flaw, tooMany } from './flaw.ts';
import { matchFlaws } from './matches.ts';

/**
 * What the API server refuses in a route: fields, counts and their combinations.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproute
 */
export function routeFlaws(route: Route): readonly Flaw[] {
  const { resource, rules, hostnames } = route;
  const spec = get(resource.value, 'spec');
  const isHttp = resource.kind === 'HTTPRoute';
  const common = [
    ...tooMany(get(spec, 'parentRefs'), 32, 'parentRefs'),
    ...parentFlaws(itemsAt(spec, 'parentRefs')),
    ...hostnames.flatMap(hostnameFlaws),
    // A chart may fill in the port.
    ...(resource.partial ? [] : rules.flatMap(portFlaws)),
  ];
  if (!isHttp && resource.kind !== 'GRPCRoute') return [...common, ...singleRuleFlaws(route)];
  return [
    ...common,
    ...tooMany(get(spec, 'hostnames'), 16, 'hostnames'),
    ...tooMany(get(spec, 'rules'), 16, 'rules'),
    ...(isHttp ? rules.flatMap(httpRuleFlaws) : []),
  ];
}

const httpRuleFlaws = (rule: LocatedMap): readonly Flaw[] => [
  ...tooMany(get(rule, 'matches'), 64, 'matches'),
  ...tooMany(get(rule, 'filters'), 16, 'filters'),
  ...tooMany(get(rule, 'backendRefs'), 16, 'backendRefs'),
  ...itemsAt(rule, 'matches').flatMap(matchFlaws),
  ...filterFlaws(rule),
];

/** TCP, UDP and TLS routes have exactly one rule; a TLSRoute needs a hostname to tell by. */
function singleRuleFlaws({ resource, rules, hostnames }: Route): readonly Flaw[] {
  if (resource.version.includes('alpha')) return [];
  const entry = getEntry(resource.value, 'spec', 'rules');
  const name = getString(resource.value, 'metadata', 'name') ?? resource.value;
  const flaws: Flaw[] = [];
  if (resource.kind === 'TLSRoute' && hostnames.length === 0 && !resource.partial)
    flaws.push({ at: name, message: 'a TLSRoute needs hostnames' });
  if (entry && rules.length !== 1)
    flaws.push({
      at: entry.key,
      message: `a ${resource.kind} must have exactly one rule, not ${rules.length}`,
    });
  return flaws;
}

/** References to one parent need different sectionNames; only the experimental API counts ports. */
function parentFlaws(parents: readonly LocatedValue[]): readonly Flaw[] {
  const key = (parent: LocatedValue) =>
    ['group', 'kind', 'namespace', 'name'].map(field => textAt(parent, field) ?? '').join(' ');
  return parents.flatMap((parent, i): Flaw[] => {
    const earlier = parents.slice(0, i).find(other => {
      const [a, b] = [textAt(parent, 'sectionName'), textAt(other, 'sectionName')];
      const isOne = a === b || a === undefined || b === undefined;
      return key(other) === key(parent) && isOne && !get(parent, 'port') && !get(other, 'port');
    });
    const at = getString(parent, 'sectionName') ?? getString(parent, 'name') ?? parent;
    const message = 'two `parentRefs` to one Gateway need different `sectionNames`';
    return earlier
      ? [{ at, message, help: 'Name the listener that is meant in each of them.' }]
      : [];
  });
}

/** Whether a word in capitals stands for a part of a name, which a script replaces. */
function isFilledIn(name: string): boolean {
  const labels = name.split('.');
  return labels.some(isCapitalWord) && !labels.every(isCapitalWord);
}

function hostnameFlaws(name: LocatedScalar): readonly Flaw[] {
  if (isPlaceholder(name.text) || isFilledIn(name.text)) return [];
  if (/^\d+(\.\d+){3}$/.test(name.text))
    return [
      {
        at: name,
        message: `\`${name.text}\` is an address; a hostname must be a DNS name`,
        help: 'Write a DNS name, or leave the hostname out.',
      },
    ];
  if (/^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name.text))
    return [];
  const message = `\`${name.text}\` is not a hostname`;
  return [
    { at: name, message, help: 'Write lower-case DNS labels, without scheme, port or path.' },
  ];
}

/** A Service is referred to with one of its ports. */
const portFlaws = (rule: LocatedMap): readonly Flaw[] =>
  itemsAt(rule, 'backendRefs').flatMap((item): Flaw[] => {
    const name = getString(item, 'name');
    const isService =
      (textAt(item, 'kind') ?? 'Service') === 'Service' &&
      (asScalar(get(item, 'group'))?.text ?? '') === '';
    const port = get(item, 'port');
    if (!name || !isService) return [];
    if (!port)
      return [
        {
          at: name,
          message: `the \`backendRef\` \`${name.text}\` needs a port`,
          help: 'Add the number of the port of the Service.',
        },
      ];
    const isNumber = numberAt(port) !== undefined || isPlaceholder(asScalar(port)?.text ?? '');
    const help = "Write the port's number.";
    const message = `the port ${code(asScalar(port)?.text ?? '')} is not a number`;
    return isNumber ? [] : [{ at: port, message, help }];
  });
