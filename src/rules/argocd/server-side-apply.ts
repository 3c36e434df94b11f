import { ANNOTATION_LIMIT, largeObjects } from '../../model/cluster/delivery/large-objects.ts';
import { code } from '../../text/code.ts';
import { getEntry } from '../../yaml/access.ts';
import type { LocatedValue } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';

export const serverSideApply: Rule = {
  id: 'argocd/server-side-apply',
  severity: 'error',
  summary:
    'An object too large for client-side apply, in an Application without `ServerSideApply=true`.',
  rationale:
    'Argo CD writes what it applied into an annotation, which the API server limits to 262,144 bytes: the sync fails with `metadata.annotations: Too long`, and keeps failing at every update.',
  remedy:
    'Add `ServerSideApply=true` to `syncOptions`, or to the sync-options annotation of the object alone.',
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#server-side-apply',
  check({ cluster: { applications, documents }, report }) {
    // One line in the template of an ApplicationSet mends it for all of its Applications.
    const told = new Set<string>();
    for (const application of applications) {
      const [first, ...more] = largeObjects(application, documents);
      if (!first) continue;
      const at = anchor(application.value);
      const place = `${at.origin.file.path} ${at.origin.start}`;
      if (told.has(place)) continue;
      told.add(place);
      const others = more.length > 0 ? ` (and ${more.length} more)` : '';
      const origin = first.chart === undefined ? '' : ` of the chart \`${first.chart}\``;
      report({
        at,
        message: `the ${first.kind} ${code(first.name)}${origin} is too large for client-side apply${others}: its annotation would have ${bytes(first.bytes)}, and the limit is ${bytes(ANNOTATION_LIMIT)}`,
        help: 'Add `ServerSideApply=true` to `syncOptions`.',
        related: [see(first.at, `${first.kind} ${code(first.name)}`)],
        application,
      });
    }
  },
};

const bytes = (count: number): string => `${count.toLocaleString('en')} bytes`;

/** Where the option belongs, or what is to hold it. */
const anchor = (value: LocatedValue): LocatedValue =>
  getEntry(value, 'spec', 'syncPolicy', 'syncOptions')?.key ??
  getEntry(value, 'spec', 'syncPolicy')?.key ??
  getEntry(value, 'metadata', 'name')?.value ??
  value;
