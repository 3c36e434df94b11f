import {
  applicationWordFlaws,
  objectWordFlaws,
} from '../../model/cluster/delivery/argocd-words.ts';
import { differenceFlaws } from '../../model/cluster/delivery/ignored-differences.ts';
import { getMap } from '../../yaml/access.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

export const words: Rule = {
  id: 'argocd/words',
  severity: 'warning',
  summary:
    'A sync option, hook, sync wave or ignored difference in words that Argo CD does not know or that match nothing.',
  rationale:
    'Argo CD compares these texts character by character and ignores what it does not know: the option is off, the hook is never run, the difference stays.',
  remedy: 'Write the word as the documentation has it, where it is read.',
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/',
  check({ cluster, report }) {
    const flaws = [
      ...cluster.applications.flatMap(application => [
        ...applicationWordFlaws(application),
        ...differenceFlaws(application),
      ]),
      ...cluster.applicationSets.flatMap(set => {
        // What can't be expanded here says the same for each of its Applications.
        const template = getMap(set.value, 'spec', 'template');
        if (!template || set.applications.length > 0) return [];
        return [
          ...applicationWordFlaws({ value: template }),
          ...differenceFlaws({ value: template }),
        ];
      }),
      ...cluster.resources.deployed.flatMap(({ value }) => objectWordFlaws(value)),
    ];
    for (const { at, message, help } of oncePerPlace(flaws, item => item.at.origin))
      report({ at, message, help });
  },
};
