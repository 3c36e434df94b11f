import { pitowerFiles } from '../tree.ts';
import { app, edit, type Mutation, remove, textOf } from './mutation.ts';

const MEDIA = 'kubernetes/argocd/appset-media.yaml';
const URL = 'https://github.com/example/pitower.git';
const paths = [...pitowerFiles.keys()].sort();

/** Kustomizations that Argo CD builds and that inflate a chart. */
const inflating = paths.filter(
  path => path.endsWith('/kustomization.yaml') && textOf(path).includes('helmCharts:'),
);
/** What makes Applications: all but the set of the one category that has none. */
const applying = paths.filter(
  path => path.startsWith('kubernetes/argocd/') && !path.endsWith('/appset-banking.yaml'),
);
const DESTINATION = 'namespace: media\n';

export const argocd: readonly Mutation[] = [
  {
    name: 'a category without its ApplicationSet',
    change: remove('kubernetes/argocd/appset-cloudnative-pg.yaml'),
    sees: [
      [
        'placement/uncovered-app',
        'kind: Kustomization',
        'kubernetes/apps/cloudnative-pg/cloudnative-pg/kustomization.yaml',
      ],
      ['argocd/appset-per-category', '', 'kubernetes/argocd/appset-ai.yaml'],
    ],
  },
  {
    name: "an ApplicationSet under another category's name",
    change: edit(MEDIA, ['name: media\n', 'name: movies\n']),
    sees: [['argocd/appset-per-category', 'movies']],
  },
  {
    name: 'an ApplicationSet that scans a directory that is not there',
    change: edit(MEDIA, ['apps/media/*', 'apps/medai/*']),
    sees: [
      [
        'placement/uncovered-app',
        'kind: Kustomization',
        'kubernetes/apps/media/autobrr/kustomization.yaml',
      ],
      [
        'placement/uncovered-app',
        'kind: Kustomization',
        'kubernetes/apps/media/jellyfin/kustomization.yaml',
      ],
      [
        'placement/uncovered-app',
        'kind: Kustomization',
        'kubernetes/apps/media/prowlarr/kustomization.yaml',
      ],
      [
        'placement/uncovered-app',
        'kind: Kustomization',
        'kubernetes/apps/media/qbittorrent/kustomization.yaml',
      ],
      [
        'placement/uncovered-app',
        'kind: Kustomization',
        'kubernetes/apps/media/radarr/kustomization.yaml',
      ],
      [
        'placement/uncovered-app',
        'kind: Kustomization',
        'kubernetes/apps/media/sabnzbd/kustomization.yaml',
      ],
      [
        'placement/uncovered-app',
        'kind: Kustomization',
        'kubernetes/apps/media/sonarr/kustomization.yaml',
      ],
      ['argocd/appset-per-category', '', 'kubernetes/argocd/appset-ai.yaml'],
      ['argocd/empty-generator', 'pitower/kubernetes/apps/medai/*'],
    ],
  },
  {
    name: 'a segment that is another part of the path',
    change: edit(MEDIA, [DESTINATION, "namespace: '{{ index .path.segments 2 }}'\n"]),
    sees: [['argocd/template-error', "'{{ index .path.segments 2 }}'"]],
  },
  {
    name: 'a segment that the path does not have',
    change: edit(MEDIA, [DESTINATION, "namespace: '{{ index .path.segments 7 }}'\n"]),
    sees: [['argocd/template-error', 'index .path.segments 7']],
  },
  {
    name: 'a parameter that the generator does not make',
    change: edit(MEDIA, ["'media-{{ .path.basename }}'", "'media-{{ .path.basenam }}'"]),
    sees: [['argocd/template-error', '.path.basenam']],
  },
  {
    name: 'braces that are not closed',
    change: edit(MEDIA, ["'{{ .path.path }}'", "'{{ .path.path }'"]),
    sees: [['argocd/template-error', '}']],
  },
  {
    name: 'no missingkey=error',
    change: edit(MEDIA, ['  goTemplateOptions:\n    - missingkey=error\n', '']),
    sees: [['argocd/missingkey', 'goTemplate']],
  },
  {
    name: 'another repository in the generator than in the source',
    change: edit(MEDIA, [
      'repoURL: https://github.com/example/pitower.git\n        revision',
      'repoURL: https://github.com/example/pitowre.git\n        revision',
    ]),
    sees: [['argocd/repo-mismatch', 'https://github.com/example/pitowre.git']],
  },
  {
    name: 'another revision in the generator than in the source',
    change: edit(MEDIA, ['        revision: main', '        revision: master']),
    sees: [['argocd/repo-mismatch', 'master']],
  },
  {
    name: 'a category that is not healed',
    change: edit(MEDIA, ['selfHeal: true', 'selfHeal: false']),
    sees: [['argocd/sync-policy', 'false']],
  },
  {
    name: 'a project that is not defined',
    change: edit(MEDIA, ['project: pitower', 'project: pitwoer']),
    sees: [['argocd/project', 'pitwoer']],
  },
  {
    name: 'a project that refuses the repository',
    change: edit('kubernetes/bootstrap/appproject.yaml', [
      '- https://github.com/example/pitower.git',
      '- https://github.com/example/other.git',
    ]),
    sees: applying.map(path => ['argocd/project', URL, path] as const),
  },
  {
    name: 'a namespace that nothing makes',
    change: edit(MEDIA, ['          - CreateNamespace=true\n', '']),
    sees: [['placement/namespace-undeclared', 'media']],
  },
  {
    name: 'an Application whose path is not there',
    change: edit('kubernetes/argocd/app-bootstrap.yaml', [
      'kubernetes/bootstrap\n',
      'kubernetes/bootstap\n',
    ]),
    sees: [['argocd/source-path', 'pitower/kubernetes/bootstap']],
  },
  {
    name: 'Argo CD without Helm in its kustomize',
    change: edit('kubernetes/bootstrap/values.yaml', ['--enable-helm', '--enable-alpha-plugins']),
    // One setting, said where it is met first.
    sees: inflating.slice(0, 1).map(path => ['argocd/helm-disabled', 'helmCharts', path] as const),
  },
  {
    name: 'a kustomization that reads outside of its directory',
    change: edit(`${app('media/sonarr')}/kustomization.yaml`, [
      '  - externalsecret.yaml',
      '  - ../radarr/externalsecret.yaml',
    ]),
    sees: [
      ['placement/duplicate-object', 'radarr', 'kubernetes/apps/media/radarr/externalsecret.yaml'],
      [
        'placement/unreferenced-file',
        'kind: ExternalSecret',
        'kubernetes/apps/media/sonarr/externalsecret.yaml',
      ],
      ['argocd/load-restrictor', '../radarr/externalsecret.yaml'],
      ['secrets/missing-secret', 'sonarr', 'kubernetes/apps/media/sonarr/values.yaml'],
    ],
  },
  {
    name: 'addresses that become Endpoints, which Argo CD leaves out',
    change: edit(`${app('monitoring/kube-prometheus-stack')}/values.yaml`, [
      'kubeScheduler:\n',
      'kubeScheduler:\n  endpoints: [192.168.0.201, 192.168.0.202, 192.168.0.203]\n',
    ]),
    sees: [['argocd/excluded', '192.168.0.201']],
  },
  {
    name: 'a control plane that nobody watches',
    change: {
      ...edit(`${app('monitoring/kube-prometheus-stack')}/values.yaml`, [
        'kubeScheduler:\n',
        'kubeScheduler:\n  endpoints: [192.168.0.201, 192.168.0.202]\n',
      ]),
      ...edit('kubernetes/bootstrap/values.yaml', [
        '  cm:\n',
        '  cm:\n    resource.exclusions: "[]"\n',
      ]),
    },
    sees: [
      [
        'service/monitor-target',
        '192.168.0.202',
        'kubernetes/apps/monitoring/kube-prometheus-stack/values.yaml',
      ],
    ],
  },
];
