/**
 * Hostname intersection of the Gateway API: `*.x` matches one or more labels, never `x` itself; the
 * result is the more specific of the two.
 *
 * @returns the intersection; undefined when there is none
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#hostname
 */
export function intersectHostnames(a: string, b: string): string | undefined {
  const left = a.toLowerCase();
  const right = b.toLowerCase();
  if (left === right) return left;
  const leftWild = left.startsWith('*.');
  const rightWild = right.startsWith('*.');
  if (leftWild && isBelow(rightWild ? right.slice(2) : right, left.slice(2), rightWild))
    return right;
  if (rightWild && isBelow(leftWild ? left.slice(2) : left, right.slice(2), leftWild)) return left;
  return undefined;
}

/** Whether a name lies below a suffix; a wildcard's own suffix may be that very name. */
const isBelow = (name: string, suffix: string, orEqual: boolean): boolean =>
  name.endsWith(`.${suffix}`) || (orEqual && name === suffix);

/** Whether a name is a domain or lies below it. */
export const isInDomain = (hostname: string, domain: string): boolean => {
  const name = hostname.replace(/^\*\./, '').toLowerCase();
  const suffix = domain.replace(/^\*?\./, '').toLowerCase();
  return name === suffix || name.endsWith(`.${suffix}`);
};

/** Whether a certificate name covers a hostname: its wildcard stands for exactly one label. */
export function certificateCovers(name: string, hostname: string): boolean {
  const wanted = hostname.toLowerCase();
  const given = name.toLowerCase();
  if (given === wanted) return true;
  return (
    given.startsWith('*.') &&
    !wanted.startsWith('*.') &&
    wanted.slice(wanted.indexOf('.') + 1) === given.slice(2)
  );
}
