import { codes } from '../../../../text/code.ts';
import { nearest } from '../../../../text/nearest.ts';
import { isPlaceholder } from '../../../../text/placeholder.ts';
import { getScalar } from '../../../../yaml/access.ts';
import type { LocatedValue } from '../../../../yaml/located.ts';
import type { Flaw } from './flaw.ts';

const PATH_TYPES = ['Exact', 'PathPrefix', 'RegularExpression'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

/**
 * What the API refuses in one match of an HTTPRoute's rule.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
 */
export const matchFlaws = (match: LocatedValue): readonly Flaw[] => [
  ...pathFlaws(match),
  ...methodFlaws(match),
];

function pathFlaws(match: LocatedValue): readonly Flaw[] {
  const type = getScalar(match, 'path', 'type');
  const value = getScalar(match, 'path', 'value');
  if (type && !PATH_TYPES.includes(type.text)) {
    // `Prefix` is the Ingress word for it.
    const meant = type.text === 'Prefix' ? 'PathPrefix' : nearest(type.text, PATH_TYPES);
    const help = meant ? `Did you mean \`${meant}\`?` : `Use ${codes(PATH_TYPES, 'or')}.`;
    return [{ at: type, message: `\`${type.text}\` is not a path match type`, help }];
  }
  if (!value || type?.text === 'RegularExpression' || isPlaceholder(value.text)) return [];
  const { text } = value;
  if (!text.startsWith('/'))
    return [
      {
        at: value,
        message: `the path \`${text}\` must start with \`/\``,
        help: 'Begin it with `/`.',
      },
    ];
  const bad =
    ['//', '/./', '/../', '%2f', '%2F', '#'].find(part => text.includes(part)) ??
    ['/..', '/.'].find(part => text.endsWith(part));
  return bad
    ? [
        {
          at: value,
          message: `the path \`${text}\` must not contain \`${bad}\``,
          help: 'Write the path without it.',
        },
      ]
    : [];
}

function methodFlaws(match: LocatedValue): readonly Flaw[] {
  const method = getScalar(match, 'method');
  if (!method || METHODS.includes(method.text)) return [];
  const help = `Use ${codes(METHODS, 'or')}.`;
  return [{ at: method, message: `\`${method.text}\` is not an HTTP method`, help }];
}
