import { code, codes } from '../../../../text/code.ts';
import { nearest } from '../../../../text/nearest.ts';
import { own } from '../../../../text/own.ts';
import {
  entriesAt,
  get,
  getEntry,
  getScalar,
  getString,
  itemsAt,
  numberAt,
  textAt,
} from '../../../../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../../../../yaml/located.ts';
import type { Flaw } from './flaw.ts';

/** Filter types and the field that each of them reads. */
const FIELDS: Readonly<Record<string, string>> = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  ExtensionRef: 'extensionRef',
  CORS: 'cors',
  ExternalAuth: 'externalAuth',
};

const REPEATABLE = new Set(['RequestMirror', 'ExtensionRef']);

/** CRDs before v1.5 take 301 and 302 only; which ones a cluster has can't be told from here. */
const REDIRECT_CODES = [301, 302, 303, 307, 308];

/**
 * What the API refuses in the filters of an HTTPRoute's rule.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
 */
export function filterFlaws(rule: LocatedMap): readonly Flaw[] {
  const filters = itemsAt(rule, 'filters');
  return [
    ...filters.flatMap((filter, i) => fieldFlaws(filter, filters.slice(0, i))),
    ...redirectFlaws(rule, filters),
    ...prefixFlaws(get(rule, 'matches'), filters),
  ];
}

function fieldFlaws(filter: LocatedValue, earlier: readonly LocatedValue[]): readonly Flaw[] {
  const type = getScalar(filter, 'type');
  if (!type)
    return [
      {
        at: filter,
        message: 'a filter needs a type',
        help: `Write one of ${codes(Object.keys(FIELDS))}.`,
      },
    ];
  const field = own(FIELDS, type.text);
  if (field === undefined) {
    const meant = nearest(type.text, Object.keys(FIELDS));
    const help = meant ? `Did you mean \`${meant}\`?` : `Use ${codes(Object.keys(FIELDS), 'or')}.`;
    return [{ at: type, message: `\`${type.text}\` is not a filter type`, help }];
  }
  const stray = entriesAt(filter).find(
    ({ key }) => key.text !== field && Object.values(FIELDS).includes(key.text),
  );
  if (stray) {
    const message = `a \`${type.text}\` filter has \`${field}\`, not \`${stray.key.text}\``;
    return [{ at: stray.key, message, help: `Write ${code(field)}.` }];
  }
  if (!getEntry(filter, field))
    return [
      {
        at: type,
        message: `a \`${type.text}\` filter needs \`${field}\``,
        help: `Add ${code(field)}.`,
      },
    ];
  const isRepeated =
    !REPEATABLE.has(type.text) && earlier.some(other => textAt(other, 'type') === type.text);
  return isRepeated
    ? [
        {
          at: type,
          message: `a rule may have one \`${type.text}\` filter`,
          help: 'Put both into one filter.',
        },
      ]
    : [];
}

function redirectFlaws(rule: LocatedMap, filters: readonly LocatedValue[]): readonly Flaw[] {
  const redirect = filters.find(filter => textAt(filter, 'type') === 'RequestRedirect');
  if (!redirect) return [];
  const flaws: Flaw[] = [];
  const backends = getEntry(rule, 'backendRefs');
  if (backends && itemsAt(rule, 'backendRefs').length > 0)
    flaws.push({
      at: backends.key,
      message: 'a rule that redirects must not have `backendRefs`',
      help: 'Remove `backendRefs`, or put them into a rule of their own.',
    });
  if (filters.some(filter => textAt(filter, 'type') === 'URLRewrite'))
    flaws.push({
      at: getScalar(redirect, 'type') ?? redirect,
      message: 'a rule must not both redirect and rewrite',
      help: 'Remove one of the two filters.',
    });
  const status = getScalar(redirect, 'requestRedirect', 'statusCode');
  if (status && !REDIRECT_CODES.includes(numberAt(status) ?? 0)) {
    const help = `Use ${codes(REDIRECT_CODES, 'or')}.`;
    flaws.push({ at: status, message: `\`${status.text}\` is not a redirect status`, help });
  }
  const scheme = getScalar(redirect, 'requestRedirect', 'scheme');
  if (scheme && !['http', 'https'].includes(scheme.text))
    flaws.push({
      at: scheme,
      message: `the scheme is \`http\` or \`https\`, not \`${scheme.text}\``,
      help: 'Write `http` or `https`.',
    });
  return flaws;
}

/** ReplacePrefixMatch needs exactly one match, of type PathPrefix: what the API fills in is one. */
function prefixFlaws(
  matches: LocatedValue | undefined,
  filters: readonly LocatedValue[],
): readonly Flaw[] {
  const type = filters
    .flatMap(filter => [
      getString(filter, 'urlRewrite', 'path', 'type'),
      getString(filter, 'requestRedirect', 'path', 'type'),
    ])
    .find(candidate => candidate?.value === 'ReplacePrefixMatch');
  if (!type || !matches) return [];
  const [only, ...others] = itemsAt(matches);
  const isPrefix = (textAt(only, 'path', 'type') ?? 'PathPrefix') === 'PathPrefix';
  return only && others.length === 0 && isPrefix
    ? []
    : [{ at: type, message: 'ReplacePrefixMatch needs exactly one match, of type PathPrefix' }];
}
