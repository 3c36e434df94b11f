import { app, edit, type Mutation, move, remove, textOf } from './mutation.ts';

const SONARR = app('media/sonarr');

export const placement: readonly Mutation[] = [
  {
    name: 'an application moved to another category, namespaces and all',
    change: move(app('media/jellyfin'), app('selfhosted/jellyfin'), [
      'namespace: media',
      'namespace: selfhosted',
    ]),
    sees: [
      [
        'placement/wrong-category',
        'kind: Kustomization',
        'kubernetes/apps/selfhosted/jellyfin/kustomization.yaml',
      ],
    ],
  },
  {
    name: 'an application moved to another category, with the namespaces it had',
    change: move(app('media/jellyfin'), app('selfhosted/jellyfin')),
    sees: [
      [
        'placement/wrong-category',
        'kind: Kustomization',
        'kubernetes/apps/selfhosted/jellyfin/kustomization.yaml',
      ],
      [
        'placement/namespace-mismatch',
        'media',
        'kubernetes/apps/selfhosted/jellyfin/kustomization.yaml',
      ],
      [
        'placement/namespace-mismatch',
        'media',
        'kubernetes/apps/selfhosted/jellyfin/kustomization.yaml',
      ],
    ],
  },
  {
    name: 'an application in a category that nobody knows',
    change: move(app('media/jellyfin'), app('video/jellyfin'), [
      'namespace: media',
      'namespace: video',
    ]),
    sees: [
      [
        'placement/uncovered-app',
        'kind: Kustomization',
        'kubernetes/apps/video/jellyfin/kustomization.yaml',
      ],
      [
        'placement/unknown-category',
        'kind: Kustomization',
        'kubernetes/apps/video/jellyfin/kustomization.yaml',
      ],
      [
        'placement/wrong-category',
        'kind: Kustomization',
        'kubernetes/apps/video/jellyfin/kustomization.yaml',
      ],
    ],
  },
  {
    name: "a kustomization for another namespace than its category's",
    change: edit(`${SONARR}/kustomization.yaml`, [
      'namespace: media\nres',
      'namespace: default\nres',
    ]),
    sees: [
      ['placement/namespace-mismatch', 'default'],
      ['storage/unused-claim', 'sonarr-config', 'kubernetes/apps/media/sonarr/pvc.yaml'],
      ['storage/missing-claim', 'sonarr-config', 'kubernetes/apps/media/sonarr/values.yaml'],
      ['secrets/missing-secret', 'sonarr', 'kubernetes/apps/media/sonarr/values.yaml'],
    ],
  },
  {
    name: "a release for another namespace than its category's",
    change: edit(`${SONARR}/kustomization.yaml`, [
      'namespace: media\n    values',
      'namespace: default\n    values',
    ]),
    sees: [
      ['placement/namespace-mismatch', 'default'],
      ['storage/unused-claim', 'sonarr-config', 'kubernetes/apps/media/sonarr/pvc.yaml'],
      ['storage/missing-claim', 'sonarr-config', 'kubernetes/apps/media/sonarr/values.yaml'],
      ['secrets/missing-secret', 'sonarr', 'kubernetes/apps/media/sonarr/values.yaml'],
    ],
  },
  {
    name: "a typo in a kustomization's resource",
    change: edit(`${SONARR}/kustomization.yaml`, ['- backup.yaml', '- backups.yaml']),
    sees: [['kustomize/missing-file', 'backups.yaml']],
  },
  {
    name: 'a typo in the name of the values file',
    change: edit(`${SONARR}/kustomization.yaml`, ['values.yaml', 'value.yaml']),
    sees: [['kustomize/missing-file', 'value.yaml']],
  },
  {
    name: 'a manifest that no kustomization lists',
    change: edit(`${SONARR}/kustomization.yaml`, ['  - externalsecret.yaml\n', '']),
    sees: [
      [
        'placement/unreferenced-file',
        'kind: ExternalSecret',
        'kubernetes/apps/media/sonarr/externalsecret.yaml',
      ],
      ['secrets/missing-secret', 'sonarr', 'kubernetes/apps/media/sonarr/values.yaml'],
    ],
  },
  {
    name: 'a misspelt field of a kustomization',
    change: edit(`${SONARR}/kustomization.yaml`, ['resources:', 'ressources:']),
    // What it would hold is missing everywhere, which nobody needs to be told.
    sees: [['kustomize/invalid', 'ressources']],
  },
  {
    name: 'a file listed twice',
    change: edit(`${SONARR}/kustomization.yaml`, [
      '  - pvc.yaml\n',
      '  - pvc.yaml\n  - pvc.yaml\n',
    ]),
    sees: [['kustomize/invalid', 'pvc.yaml']],
  },
  {
    name: 'an application without its kustomization',
    change: remove(`${app('system/reloader')}/kustomization.yaml`),
    sees: [
      [
        'placement/not-deployable',
        'pitower/kubernetes/apps/system/*',
        'kubernetes/argocd/appset-system.yaml',
      ],
    ],
  },
  {
    name: 'an object that two applications own',
    change: {
      [`${SONARR}/radarr.yaml`]: textOf(`${app('media/radarr')}/externalsecret.yaml`),
      ...edit(`${SONARR}/kustomization.yaml`, [
        '  - pvc.yaml\n',
        '  - pvc.yaml\n  - radarr.yaml\n',
      ]),
    },
    sees: [['placement/duplicate-object', 'radarr', 'kubernetes/apps/media/sonarr/radarr.yaml']],
  },
  {
    name: 'a values file that is no YAML',
    change: edit(`${SONARR}/values.yaml`, ['service:\n  app:', 'service: [\n  app:']),
    sees: [['yaml/syntax', 's']],
  },
  {
    name: 'a misspelt key of app-template',
    change: edit(`${SONARR}/values.yaml`, ['        image:', '        imag:']),
    sees: [
      ['helm/values-schema', 'app'],
      ['helm/values-schema', 'imag'],
    ],
  },
  {
    name: 'an image that moves',
    change: edit(`${app('home-automation/otbr')}/values.yaml`, [
      'border-router\n          tag: v2026.08.0',
      'otbr\n          tag: latest',
    ]),
    sees: [
      ['workload/image-tag', 'latest'],
      // The image for tests has names of its own.
      ['workload/unread-variable', 'OT_INFRA_IF'],
      ['workload/unread-variable', 'OT_RCP_DEVICE'],
      ['workload/unread-variable', 'OT_REST_LISTEN_ADDR'],
      ['workload/unread-variable', 'OT_WEB_LISTEN_ADDR'],
      ['workload/unread-variable', 'OT_LOG_LEVEL'],
    ],
  },
];
