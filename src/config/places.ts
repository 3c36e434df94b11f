import { parseImage } from '../model/image.ts';
import { matchesName } from './rule-names.ts';

/** An address of a chart repository, of a git repository or of a file, without what says how it is fetched. */
export function bareAddress(text: string): string {
  const address = text.replace(/^git::/, '').replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  return address
    .replace(/^[\w.-]+@([\w.-]+):(?!\d+\/)/, '$1/')
    .replace(/^[^/@]*@/, '')
    .replace(/[?#].*$/, '')
    .replace(/\.git(?=\/|$)/, '')
    .replace(/\/+/g, '/')
    .replace(/\/$/, '');
}

/** Whether an address is one of those that are allowed, or below one. */
export function isAllowedAddress(address: string, allowed: readonly string[]): boolean {
  const bare = bareAddress(address);
  // `example/../other` starts with `example`, and lies elsewhere.
  return !/(?:^|\/)\.\.(?:\/|$)/.test(bare) && allowed.some(one => isBelow(bare, bareAddress(one)));
}

/** Whether an image's name is one of those that are allowed, or below one. */
export const isAllowedImage = (image: string, allowed: readonly string[]): boolean =>
  allowed.some(one => isBelow(parseImage(image).name, one.replace(/\/$/, '')));

const isBelow = (name: string, place: string): boolean =>
  matchesName(name, place) || matchesName(name, `${place}/*`);
