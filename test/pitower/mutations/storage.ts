import { app, edit, type Mutation } from './mutation.ts';

const SONARR = app('media/sonarr');
const CLAIM = `${SONARR}/pvc.yaml`;
const VALUES = `${SONARR}/values.yaml`;
const CEPH = `${app('rook-ceph/rook-ceph-cluster')}/values.yaml`;
const OPENEBS = `${app('openebs/openebs')}/values.yaml`;
const DATABASE = `${app('selfhosted/miniflux')}/database.yaml`;

export const storage: readonly Mutation[] = [
  {
    name: 'a storage class that does not exist',
    change: edit(CLAIM, ['storageClassName: ceph-block', 'storageClassName: ceph-blok']),
    sees: [['storage/unknown-class', 'ceph-blok']],
  },
  {
    name: 'a database on a storage class that does not exist',
    change: edit(DATABASE, ['storageClass: openebs-hostpath', 'storageClass: local-path']),
    sees: [['storage/unknown-class', 'local-path']],
  },
  {
    name: 'an access mode that block storage does not have',
    change: edit(CLAIM, ['- ReadWriteOnce', '- ReadWriteMany']),
    sees: [['storage/access-mode', 'ReadWriteMany']],
  },
  {
    name: 'a new pod beside the old one, both with the one claim',
    change: edit(VALUES, ['  sonarr:\n    ann', '  sonarr:\n    strategy: RollingUpdate\n    ann']),
    sees: [['storage/multi-attach', 'RollingUpdate']],
  },
  {
    name: 'two pods with one claim',
    change: edit(VALUES, ['  sonarr:\n    ann', '  sonarr:\n    replicas: 2\n    ann']),
    sees: [['storage/multi-attach', '2']],
  },
  {
    name: "a typo in the claim's name",
    change: edit(VALUES, ['existingClaim: sonarr-config', 'existingClaim: sonar-config']),
    sees: [
      ['storage/unused-claim', 'sonarr-config', 'kubernetes/apps/media/sonarr/pvc.yaml'],
      ['storage/missing-claim', 'sonar-config'],
    ],
  },
  {
    name: 'a claim that nothing mounts',
    change: edit(VALUES, [
      '  config:\n    existingClaim: sonarr-config\n    globalMounts:\n      - path: /config\n',
      '',
    ]),
    sees: [['storage/unused-claim', 'sonarr-config', 'kubernetes/apps/media/sonarr/pvc.yaml']],
  },
  {
    name: "an application's only copy on one node",
    change: {
      ...edit(`${app('selfhosted/tandoor')}/pvc.yaml`, ['ceph-block', 'openebs-hostpath']),
      ...edit(`${app('selfhosted/tandoor')}/backup.yaml`, [
        'sourcePVC: tandoor-media',
        'sourcePVC: tandoor',
      ]),
    },
    sees: [
      ['storage/claim', 'openebs-hostpath', 'kubernetes/apps/selfhosted/tandoor/pvc.yaml'],
      ['storage/data-source', 'tandoor', 'kubernetes/apps/selfhosted/tandoor/backup.yaml'],
    ],
  },
  {
    name: "a pinned application's data on another class",
    change: edit(CLAIM, ['ceph-block', 'openebs-hostpath']),
    sees: [['storage/claim', 'openebs-hostpath']],
  },
  {
    name: 'a database that replicates itself, on Ceph',
    change: edit(`${app('selfhosted/tandoor')}/database.yaml`, [
      'storageClass: openebs-hostpath',
      'storageClass: ceph-block',
    ]),
    sees: [['storage/claim', 'ceph-block']],
  },
  {
    name: 'more than three drives hold',
    change: edit(CLAIM, ['storage: 5Gi', 'storage: 500Gi']),
    sees: [['storage/capacity', '500Gi']],
  },
  {
    name: 'a claim without its backup',
    change: edit(`${SONARR}/backup.yaml`, ['sourcePVC: sonarr-config', 'sourcePVC: sonarr-data']),
    sees: [
      ['storage/backup', 'sonarr-config', 'kubernetes/apps/media/sonarr/pvc.yaml'],
      ['storage/data-source', 'sonarr-data'],
    ],
  },
  {
    name: 'another NFS server',
    change: edit(VALUES, ['server: nas.example.com', 'server: nsa.example.com']),
    sees: [['storage/nfs', 'nsa.example.com']],
  },
  {
    name: 'a directory that the NAS does not export',
    change: edit(VALUES, ['path: /volume1/media', 'path: /volume2/media']),
    sees: [['storage/nfs', '/volume2/media']],
  },
  {
    name: 'two volumes at one path',
    change: edit(VALUES, ['- path: /media', '- path: /config']),
    sees: [['storage/mount-conflict', '/config']],
  },
  {
    name: 'a claim without a class, and no class for such',
    change: {
      ...edit(CEPH, ['isDefault: true\n      rec', 'isDefault: false\n      rec']),
      ...edit(`${app('selfhosted/tandoor')}/pvc.yaml`, ['  storageClassName: ceph-block\n', '']),
    },
    sees: [['storage/no-class', 'accessModes', 'kubernetes/apps/selfhosted/tandoor/pvc.yaml']],
  },
  {
    name: 'two default classes',
    change: edit(OPENEBS, ['isDefaultClass: false', 'isDefaultClass: true']),
    sees: [
      ['storage/default-class', 'true', 'kubernetes/apps/rook-ceph/rook-ceph-cluster/values.yaml'],
    ],
  },
  {
    name: 'a class under another name',
    change: edit(OPENEBS, ['name: openebs-hostpath', 'name: local-hostpath']),
    sees: [
      ['storage/unknown-class', 'openebs-hostpath', 'kubernetes/apps/media/sabnzbd/pvc.yaml'],
      ['storage/unknown-class', 'openebs-hostpath', 'kubernetes/apps/monitoring/loki/values.yaml'],
      [
        'storage/unknown-class',
        'openebs-hostpath',
        'kubernetes/apps/security/authelia/database.yaml',
      ],
      ['storage/unknown-class', 'openebs-hostpath', 'kubernetes/apps/security/lldap/database.yaml'],
      [
        'storage/unknown-class',
        'openebs-hostpath',
        'kubernetes/apps/selfhosted/miniflux/database.yaml',
      ],
      ['storage/unknown-class', 'openebs-hostpath', 'kubernetes/apps/selfhosted/n8n/database.yaml'],
      [
        'storage/unknown-class',
        'openebs-hostpath',
        'kubernetes/apps/selfhosted/tandoor/database.yaml',
      ],
    ],
  },
  {
    name: 'local volumes outside of what Talos mounts',
    change: edit(OPENEBS, ['/var/mnt/openebs/local', '/var/openebs/local']),
    sees: [['storage/host-path', '*path']],
  },
];
