import {
  asScalar,
  entriesAt,
  get,
  getEntry,
  getScalar,
  itemsAt,
  numberAt,
  textAt,
} from '../../model/access.ts';
import { describe } from '../../model/cluster/owned.ts';
import type { Route } from '../../model/cluster/routes.ts';
import type { LocatedMap, LocatedValue } from '../../model/located.ts';
import { nearest } from '../../text/nearest.ts';
import { listing } from '../../text/plural.ts';
import type { Report, Rule } from '../rule.ts';

export const routeInvalid: Rule = {
  id: 'gateway/route-invalid',
  severity: 'error',
  summary: 'Path matches, filters, redirects or counts that the Gateway API refuses.',
  rationale:
    'The API server refuses the object, and the sync of the whole application fails with it.',
  remedy: 'Write what the API accepts.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#httproute',
  check({ cluster, report }) {
    for (const route of cluster.routes) {
      for (const finding of problemsOf(route)) report(finding);
    }
  },
};

const PATH_TYPES = ['Exact', 'PathPrefix', 'RegularExpression'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

/** Filter types and the field that each of them reads. */
const FILTERS: Readonly<Record<string, string>> = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  ExtensionRef: 'extensionRef',
  CORS: 'cors',
};

const REPEATABLE = new Set(['RequestMirror', 'ExtensionRef']);
const REDIRECT_CODES = [301, 302, 303, 307, 308];

function problemsOf(route: Route): Report[] {
  const { resource, rules, hostnames } = route;
  const isHttp = resource.kind === 'HTTPRoute';
  if (!isHttp && resource.kind !== 'GRPCRoute') return singleRule(route);
  const reports: Report[] = tooMany(get(resource.value, 'spec', 'hostnames'), 16, 'hostnames');
  for (const name of hostnames) {
    if (/^\d+(\.\d+){3}$/.test(name.text))
      reports.push({
        at: name,
        message: `${name.text} is an address; a hostname must be a DNS name`,
      });
    else if (/[A-Z_]|:\/\/|\/|:\d/.test(name.text) && !/[{$]/.test(name.text)) {
      reports.push({
        at: name,
        message: `"${name.text}" is not a hostname: lower-case DNS labels, without scheme, port or path`,
      });
    }
  }
  reports.push(...tooMany(get(resource.value, 'spec', 'rules'), 16, 'rules'));
  for (const rule of rules) if (isHttp) reports.push(...httpRule(rule));
  return reports;
}

/** TCP, UDP and TLS routes have exactly one rule with one to sixteen backends. */
function singleRule({ resource, rules }: Route): Report[] {
  const entry = getEntry(resource.value, 'spec', 'rules');
  if (rules.length === 1 || textAt(resource.value, 'apiVersion')?.includes('alpha') || !entry)
    return [];
  return [
    {
      at: entry.key,
      message: `${describe(resource)} must have exactly one rule, not ${rules.length}`,
    },
  ];
}

const tooMany = (list: LocatedValue | undefined, limit: number, what: string): Report[] =>
  list?.kind === 'sequence' && list.items.length > limit
    ? [{ at: list.items[limit] ?? list, message: `more than ${limit} ${what}` }]
    : [];

function httpRule(rule: LocatedMap): Report[] {
  const matches = itemsAt(rule, 'matches');
  const filters = itemsAt(rule, 'filters');
  return [
    ...tooMany(get(rule, 'matches'), 64, 'matches'),
    ...tooMany(get(rule, 'filters'), 16, 'filters'),
    ...tooMany(get(rule, 'backendRefs'), 16, 'backendRefs'),
    ...matches.flatMap(match => [...pathProblems(match), ...methodProblems(match)]),
    ...filters.flatMap((filter, i) => filterProblems(filter, filters.slice(0, i))),
    ...redirectProblems(rule, filters),
    ...prefixProblems(matches, filters),
  ];
}

function pathProblems(match: LocatedValue): Report[] {
  const type = getScalar(match, 'path', 'type');
  const value = getScalar(match, 'path', 'value');
  if (type && !PATH_TYPES.includes(type.text)) {
    // `Prefix` is the Ingress word for it.
    const meant = type.text === 'Prefix' ? 'PathPrefix' : nearest(type.text, PATH_TYPES);
    return [
      {
        at: type,
        message: `"${type.text}" is no path match type`,
        help: meant ? `Did you mean ${meant}?` : `Types: ${listing(PATH_TYPES)}.`,
      },
    ];
  }
  if (!value || type?.text === 'RegularExpression') return [];
  const { text } = value;
  if (!text.startsWith('/'))
    return [{ at: value, message: `the path "${text}" must start with /` }];
  const bad =
    ['//', '/./', '/../', '%2f', '%2F', '#'].find(part => text.includes(part)) ??
    ['/..', '/.'].find(part => text.endsWith(part));
  return bad ? [{ at: value, message: `the path "${text}" must not contain "${bad}"` }] : [];
}

function methodProblems(match: LocatedValue): Report[] {
  const method = getScalar(match, 'method');
  return method && !METHODS.includes(method.text)
    ? [
        {
          at: method,
          message: `"${method.text}" is no HTTP method`,
          help: `Methods: ${listing(METHODS)}.`,
        },
      ]
    : [];
}

function filterProblems(filter: LocatedValue, earlier: readonly LocatedValue[]): Report[] {
  const type = getScalar(filter, 'type');
  if (!type) return [{ at: filter, message: 'a filter needs a type' }];
  const field = FILTERS[type.text];
  if (field === undefined) {
    const meant = nearest(type.text, Object.keys(FILTERS));
    return [
      {
        at: type,
        message: `"${type.text}" is no filter type`,
        help: meant ? `Did you mean ${meant}?` : `Types: ${listing(Object.keys(FILTERS))}.`,
      },
    ];
  }
  const stray = entriesAt(filter).find(
    ({ key }) => key.text !== field && Object.values(FILTERS).includes(key.text),
  );
  if (stray)
    return [
      { at: stray.key, message: `a ${type.text} filter has ${field}, not ${stray.key.text}` },
    ];
  if (!getEntry(filter, field))
    return [{ at: type, message: `a ${type.text} filter needs ${field}` }];
  const repeated =
    !REPEATABLE.has(type.text) && earlier.some(other => textAt(other, 'type') === type.text);
  return repeated ? [{ at: type, message: `a rule may have one ${type.text} filter` }] : [];
}

function redirectProblems(rule: LocatedMap, filters: readonly LocatedValue[]): Report[] {
  const redirect = filters.find(filter => textAt(filter, 'type') === 'RequestRedirect');
  if (!redirect) return [];
  const reports: Report[] = [];
  const backends = getEntry(rule, 'backendRefs');
  if (backends && itemsAt(rule, 'backendRefs').length > 0)
    reports.push({ at: backends.key, message: 'a rule that redirects must not have backendRefs' });
  if (filters.some(filter => textAt(filter, 'type') === 'URLRewrite'))
    reports.push({ at: redirect, message: 'a rule must not both redirect and rewrite' });
  const code = getScalar(redirect, 'requestRedirect', 'statusCode');
  if (code && !REDIRECT_CODES.includes(numberAt(code) ?? 0)) {
    reports.push({
      at: code,
      message: `${code.text} is no redirect status`,
      help: `Codes: ${listing(REDIRECT_CODES.map(String))}.`,
    });
  }
  const scheme = getScalar(redirect, 'requestRedirect', 'scheme');
  if (scheme && !['http', 'https'].includes(scheme.text))
    reports.push({ at: scheme, message: `the scheme is http or https, not "${scheme.text}"` });
  return reports;
}

/** ReplacePrefixMatch needs exactly one match, and it must be a PathPrefix. */
function prefixProblems(
  matches: readonly LocatedValue[],
  filters: readonly LocatedValue[],
): Report[] {
  const rewrite = filters
    .flatMap(filter => [
      asScalar(get(filter, 'urlRewrite', 'path', 'type')),
      asScalar(get(filter, 'requestRedirect', 'path', 'type')),
    ])
    .find(type => type?.text === 'ReplacePrefixMatch');
  const [only] = matches;
  const fits =
    matches.length === 1 &&
    (textAt(only, 'path', 'type') ?? 'PathPrefix') === 'PathPrefix' &&
    get(only, 'path') !== undefined;
  return rewrite && !fits
    ? [{ at: rewrite, message: 'ReplacePrefixMatch needs exactly one match, of type PathPrefix' }]
    : [];
}
