import type { Policy } from '../config/load.ts';
import type { ApplicationPolicy } from '../config/policy.ts';
import { applicationNames } from '../model/cluster/delivery/ownership.ts';
import type { ClusterResource } from '../model/cluster/objects/owned.ts';

/** What the policy says of one thing for an application. */
export interface ApplicationEntry<T> {
  /** The name by which the policy calls the application. */
  readonly name: string;
  readonly value: T;
  /** Where the policy says so. */
  readonly path: readonly [string, string, string];
}

/**
 * What the policy's `applications` say of one thing for the application that an object belongs to: of several entries
 * for it, by its name and its directory's, the last that says something.
 */
export function applicationEntry<K extends keyof ApplicationPolicy>(
  { applications = {} }: Policy,
  resource: ClusterResource,
  key: K,
): ApplicationEntry<NonNullable<ApplicationPolicy[K]>> | undefined {
  const names = applicationNames(resource);
  const entries = Object.entries(applications).flatMap(([name, entry]) => {
    const value = names.includes(name) ? entry[key] : undefined;
    return value === undefined ? [] : [{ name, value, path: ['applications', name, key] as const }];
  });
  return entries.at(-1);
}
