import { talosVersion, wholeVersion } from '../../model/talos.ts';
import type { Place } from '../../source/text.ts';
import type { Rule } from '../rule.ts';

export const deprecated: Rule = {
  id: 'talos/deprecated',
  severity: 'info',
  summary: "A field that the cluster's Talos version deprecates.",
  rationale:
    'Talos still accepts the field, but its replacement is what the documentation and the next versions speak of; some deprecated fields have no effect any more.',
  remedy: 'Move the setting to the document that replaces the field.',
  reference: 'https://docs.siderolabs.com/talos/v1.12/getting-started/what%27s-new-in-talos',
  check({ cluster, policy, report }) {
    const version = talosVersion(cluster.talos, wholeVersion(policy.talos?.version));
    if (!version) return;
    const refused = new Set(cluster.talos.refusals(version).map(({ at }) => keyOfPlace(at)));
    for (const { entry, path, since, instead } of cluster.talos.deprecations(version)) {
      // What is refused outright needs no advice beside it.
      if (refused.has(keyOfPlace(entry.key.origin))) continue;
      report({
        at: entry.key,
        // What has no effect any more is not what somebody wanted.
        ...(whyIdle(instead) !== undefined && { severity: 'warning' }),
        message: `\`${path}\` is deprecated since Talos 1.${since}`,
        help: helpFor(instead),
      });
    }
  },
};

/** Why a field does nothing any more; undefined where it still does. */
const whyIdle = (instead: string | undefined): string | undefined =>
  /^nothing: (.*)$/.exec(instead ?? '')?.[1];

function helpFor(instead: string | undefined): string {
  if (instead === undefined) return 'Nothing replaces it yet: leave it as it is.';
  const reason = whyIdle(instead);
  return reason === undefined ? `Write ${instead} instead.` : `Remove it: ${reason}.`;
}

const keyOfPlace = ({ file, start }: Place): string => `${file.path}:${start}`;
