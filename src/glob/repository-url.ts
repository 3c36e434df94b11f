/**
 * Argo CD's normal form of a git repository's URL, by which it compares repositories: lower case,
 * without `.git` and `ssh://`, `git@host:path` as `git@host/path`. A URL that Go cannot parse stays
 * as it was written.
 * https://pkg.go.dev/github.com/argoproj/argo-cd/v3/util/git#NormalizeGitURLAllowInvalid
 */
export function normalizeRepositoryUrl(url: string): string {
  let text = url.trim().toLowerCase();
  if (isSshUrl(text) && !text.startsWith('ssh://')) text = `ssh://${text.replace(':', '/')}`;
  if (text.endsWith('.git')) text = text.slice(0, -'.git'.length);
  const printed = reprint(text);
  if (printed === undefined) return url;
  const normalized = printed.startsWith('ssh://') ? printed.slice('ssh://'.length) : printed;
  return normalized === '' ? url : normalized;
}

/** Whether two URLs name one repository for Argo CD. */
export const isSameRepository = (left: string, right: string): boolean =>
  left !== '' && normalizeRepositoryUrl(left) === normalizeRepositoryUrl(right);

const isSshUrl = (text: string): boolean => /^(ssh:\/\/)?[^/:]*@[^@]+$/.test(text);

/** What Go prints of a URL it has parsed; undefined where parsing fails. */
function reprint(text: string): string | undefined {
  if (/[\x00-\x1f\x7f]/.test(text)) return undefined;
  const hash = text.indexOf('#');
  const fragment = hash < 0 ? '' : text.slice(hash + 1);
  const rest = hash < 0 ? text : text.slice(0, hash);
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/.exec(rest)?.[0] ?? '';
  const afterScheme = scheme === '' ? rest : rest.slice(scheme.length + 1);
  const mark = afterScheme.indexOf('?');
  const query = mark < 0 ? '' : afterScheme.slice(mark);
  const body = mark < 0 ? afterScheme : afterScheme.slice(0, mark);
  const hierarchy = reprintHierarchy(scheme, body);
  if (hierarchy === undefined || !hasValidEscapes(fragment)) return undefined;
  return (scheme && `${scheme}:`) + hierarchy + query + (fragment && `#${encode(fragment)}`);
}

function reprintHierarchy(scheme: string, body: string): string | undefined {
  if (!body.startsWith('/')) {
    if (scheme !== '') return body;
    // Without a scheme, a colon in the first segment is an error.
    return body.split('/')[0]?.includes(':') ? undefined : encodePath(body);
  }
  if (!body.startsWith('//') || (scheme === '' && body.startsWith('///'))) return encodePath(body);
  const slash = body.indexOf('/', 2);
  const authority = slash < 0 ? body.slice(2) : body.slice(2, slash);
  const path = encodePath(slash < 0 ? '' : body.slice(slash));
  if (path === undefined || !isValidAuthority(authority)) return undefined;
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(0, at)).replaceAll('@', '%40');
  return `//${user}${authority.slice(Math.max(0, at))}${path}`;
}

function isValidAuthority(authority: string): boolean {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(0, at));
  const host = authority.slice(at + 1);
  if (!/^[a-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user) || !hasValidEscapes(user)) return false;
  if (host.startsWith('[')) return /^\[[0-9a-f:.%]+\](:[0-9]*)?$/.test(host);
  return /^[^\s"<>[\]\\^`{|}%:]*(:[0-9]*)?$/.test(host);
}

const hasValidEscapes = (text: string): boolean => !/%(?![0-9a-f]{2})/.test(text);

const encodePath = (path: string): string | undefined =>
  hasValidEscapes(path) ? encode(path) : undefined;

/** Go keeps an encoding it finds valid and encodes the rest anew. */
function encode(text: string): string {
  if (/^[a-z0-9\-._~!$&'()*+,;=:@/%[\]]*$/.test(text)) return text;
  return text.replace(/[^a-z0-9\-._~$&+=:@/,;%]/gu, char =>
    [...Buffer.from(char)]
      .map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}
