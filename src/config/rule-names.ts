/**
 * Whether a name stands for a rule: its id, its family (`helm`), or a glob in which `*` is any run of
 * characters (`helm/*`).
 */
export function matchesRule(id: string, name: string): boolean {
  if (!name.includes('*')) return id === name || id.startsWith(`${name}/`);
  const pattern = name.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(id);
}
