import { app, edit, type Mutation } from './mutation.ts';

const SONARR = `${app('media/sonarr')}/values.yaml`;
const JELLYFIN = `${app('media/jellyfin')}/values.yaml`;
const EXTERNAL = `${app('networking/envoy-gateway')}/external.yaml`;
const INTERNAL = `${app('networking/envoy-gateway')}/internal.yaml`;
const CONTROLLER = `${app('networking/external-dns')}/values.yaml`;
const LABEL = 'external-dns.alpha.kubernetes.io/enabled';
const TARGET = 'external-dns.alpha.kubernetes.io/target';

export const dns: readonly Mutation[] = [
  {
    name: 'a public route without the label',
    change: edit(JELLYFIN, [`    labels:\n      ${LABEL}: "true"\n`, '']),
    sees: [['dns/label', 'app']],
  },
  {
    name: 'a private route with the label',
    change: edit(SONARR, [
      'route:\n  app:\n',
      `route:\n  app:\n    labels:\n      ${LABEL}: "true"\n`,
    ]),
    sees: [['dns/label', 'external-dns.alpha.kubernetes.io/enabled']],
  },
  {
    name: 'the public gateway without the label',
    change: edit(EXTERNAL, [`  labels:\n    ${LABEL}: "true"\n`, '']),
    sees: [['dns/label', 'envoy-external']],
  },
  {
    name: 'the private gateway with the label',
    change: edit(INTERNAL, [
      '  annotations:\n    external',
      `  labels:\n    ${LABEL}: "true"\n  annotations:\n    external`,
    ]),
    sees: [['dns/label', 'external-dns.alpha.kubernetes.io/enabled']],
  },
  {
    name: 'a label that is no string',
    change: edit(EXTERNAL, [`${LABEL}: "true"`, `${LABEL}: true`]),
    sees: [['dns/label-value', 'true']],
  },
  {
    name: 'a label with another word',
    change: edit(JELLYFIN, [`${LABEL}: "true"`, `${LABEL}: "yes"`]),
    sees: [['dns/label-value', '"yes"']],
  },
  {
    name: 'a public gateway with another target',
    change: edit(EXTERNAL, [`${TARGET}: external.example.com`, `${TARGET}: extern.example.com`]),
    sees: [['gateway/address', 'extern.example.com']],
  },
  {
    name: 'a public gateway without a target',
    change: edit(EXTERNAL, [`  annotations:\n    ${TARGET}: external.example.com\n`, '']),
    sees: [
      ['dns/no-target', 'envoy-external'],
      ['gateway/address', 'envoy-external'],
    ],
  },
  {
    name: 'a private gateway with another target',
    change: edit(INTERNAL, [`${TARGET}: internal.example.com`, `${TARGET}: external.example.com`]),
    sees: [['gateway/address', 'external.example.com']],
  },
  {
    name: 'a target where external-dns does not read it',
    change: edit(JELLYFIN, [
      'route:\n  app:\n',
      `route:\n  app:\n    annotations:\n      ${TARGET}: external.example.com\n`,
    ]),
    sees: [['dns/target', 'external-dns.alpha.kubernetes.io/target']],
  },
  {
    name: 'a misspelt annotation',
    change: edit(EXTERNAL, [`    ${TARGET}: external`, `    ${TARGET}s: external`]),
    sees: [
      ['dns/no-target', 'envoy-external'],
      ['gateway/address', 'envoy-external'],
      ['dns/annotation-name', 'external-dns.alpha.kubernetes.io/targets'],
    ],
  },
  {
    name: 'external-dns that does not read routes',
    change: edit(CONTROLLER, ['  - gateway-httproute\n', '']),
    sees: [['dns/controller', 'crd']],
  },
  {
    name: 'external-dns that filters by another label',
    change: edit(CONTROLLER, [
      `labelFilter: ${LABEL}=true`,
      'labelFilter: dns.example.com/public=true',
    ]),
    sees: [
      ['dns/controller', `${LABEL}=true`, 'kubernetes/apps/networking/external-dns/values.yaml'],
      ['dns/label', 'app', 'kubernetes/apps/home-automation/home-assistant/values.yaml'],
      ['dns/label', 'app', 'kubernetes/apps/media/jellyfin/values.yaml'],
      ['dns/label', 'app', 'kubernetes/apps/security/authelia/values.yaml'],
      ['dns/label', 'app', 'kubernetes/apps/selfhosted/miniflux/values.yaml'],
      ['dns/label', 'hooks', 'kubernetes/apps/selfhosted/n8n/values.yaml'],
      ['dns/label', 'app', 'kubernetes/apps/selfhosted/tandoor/values.yaml'],
    ],
  },
  {
    name: 'external-dns that writes another domain',
    change: edit(CONTROLLER, ['  - example.com\n', '  - example.net\n']),
    sees: [
      [
        'dns/domain',
        'home-assistant.example.com',
        'kubernetes/apps/home-automation/home-assistant/values.yaml',
      ],
      ['dns/domain', 'jellyfin.example.com', 'kubernetes/apps/media/jellyfin/values.yaml'],
      [
        'dns/domain',
        'external.example.com',
        'kubernetes/apps/networking/cloudflared/dnsendpoint.yaml',
      ],
      ['dns/domain', 'auth.example.com', 'kubernetes/apps/security/authelia/values.yaml'],
      ['dns/domain', 'miniflux.example.com', 'kubernetes/apps/selfhosted/miniflux/values.yaml'],
      ['dns/domain', 'hooks.example.com', 'kubernetes/apps/selfhosted/n8n/values.yaml'],
      ['dns/domain', 'recipes.example.com', 'kubernetes/apps/selfhosted/tandoor/values.yaml'],
    ],
  },
  {
    name: 'public records that Cloudflare does not proxy',
    change: edit(CONTROLLER, ['  - --cloudflare-proxied\n', '']),
    sees: [
      [
        'dns/proxied',
        'envoy-external',
        'kubernetes/apps/home-automation/home-assistant/values.yaml',
      ],
      ['dns/proxied', 'envoy-external', 'kubernetes/apps/media/jellyfin/values.yaml'],
      ['dns/proxied', 'envoy-external', 'kubernetes/apps/security/authelia/values.yaml'],
      ['dns/proxied', 'envoy-external', 'kubernetes/apps/selfhosted/miniflux/values.yaml'],
      ['dns/proxied', 'envoy-external', 'kubernetes/apps/selfhosted/n8n/values.yaml'],
      ['dns/proxied', 'envoy-external', 'kubernetes/apps/selfhosted/tandoor/values.yaml'],
    ],
  },
];
