import type { Application } from '../../model/application.ts';
import {
  type Installation,
  installations,
  isSameRelease,
} from '../../model/cluster/delivery/releases.ts';
import { get } from '../../yaml/access.ts';
import { type Rule, see } from '../rule.ts';

export const duplicateRelease: Rule = {
  id: 'helm/duplicate-release',
  severity: 'error',
  // A catalogue of alternatives, of which one is applied.
  habit: { of: 'error', most: 3, becomes: 'info' },
  summary: 'One chart installed twice under one release name in one namespace.',
  rationale:
    'Both make objects of the same names: they overwrite each other for ever, and removing one removes the objects of the other.',
  remedy: 'Give each release a name of its own.',
  reference: 'https://helm.sh/docs/intro/using_helm/#helm-install-installing-a-package',
  check({ cluster, report }) {
    const seen = new Map<string, Installation>();
    for (const installation of installations(cluster.applications)) {
      const { release, namespace, application } = installation;
      const key = `${installation.cluster} ${namespace} ${release.name} ${release.chart.text}`;
      const earlier = seen.get(key);
      if (!earlier) seen.set(key, installation);
      // A bootstrap and the chart that it installs may both write one Application.
      else if (isSame(earlier.application, application)) continue;
      else if (isSameRelease(earlier, installation)) {
        report({
          at: nameOf(installation),
          message: `\`${release.chart.text}\` is installed twice as \`${release.name}\` in \`${namespace}\``,
          help: 'Give one of them another name: charts name their objects after the release.',
          related: [see(nameOf(earlier), 'the first one')],
          application,
        });
      }
    }
  },
};

/** One that names no namespace gets that of whoever applies it. */
const isSame = (a: Application, b: Application): boolean =>
  a.name.text === b.name.text &&
  (a.namespace === undefined || b.namespace === undefined || a.namespace === b.namespace);

/** Where the release gets its name. */
const nameOf = ({ release: { declaration, chart }, application }: Installation) =>
  get(declaration, 'releaseName') ??
  get(declaration, 'helm', 'releaseName') ??
  (declaration.entries.has('chart') ? application.name : chart);
