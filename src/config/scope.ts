import ignore from 'ignore';
import type { Scope } from './policy.ts';
import { matchesName } from './rule-names.ts';

/** What is judged, by what a policy can tell it from others. */
export interface Subject {
  /** The file, relative to the linted directory. */
  readonly file: string | undefined;
  /** The names of the Application that it belongs to; empty where it belongs to none. */
  readonly applications: readonly string[];
  readonly category: string | undefined;
  readonly namespace: string | undefined;
  /** The clusters that it is of; empty where that is open, or there is only one. */
  readonly clusters: readonly string[];
}

/** What tells whether a scope is of something. */
export function scopeMatcher(scope: Scope): (subject: Subject) => boolean {
  const { files, applications, categories, namespaces, clusters } = scope;
  const paths = files && ignore().add(files);
  const has = (globs: readonly string[] | undefined, name: string | undefined): boolean =>
    globs === undefined || (name !== undefined && globs.some(glob => matchesName(name, glob)));
  return subject => {
    const { file } = subject;
    const isOfFile =
      paths === undefined ||
      (file !== undefined && ignore.isPathValid(file) && paths.ignores(file));
    return (
      isOfFile &&
      (applications === undefined || subject.applications.some(name => has(applications, name))) &&
      has(categories, subject.category) &&
      has(namespaces, subject.namespace) &&
      // What is of several clusters is judged by what holds for all of them.
      (clusters === undefined ||
        (subject.clusters.length > 0 && subject.clusters.every(name => has(clusters, name))))
    );
  };
}

/** The keys that say what a scope is for. */
export const SCOPE_KEYS = [
  'files',
  'applications',
  'categories',
  'namespaces',
  'clusters',
] as const satisfies readonly (keyof Scope)[];
