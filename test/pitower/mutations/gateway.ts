import { app, edit, type Mutation, textOf } from './mutation.ts';

const SONARR = `${app('media/sonarr')}/values.yaml`;
const JELLYFIN = `${app('media/jellyfin')}/values.yaml`;
const KAGENT = `${app('ai/kagent')}/route.yaml`;
const ENVOY = app('networking/envoy-gateway');
const EXTERNAL = `${ENVOY}/external.yaml`;
const INTERNAL = `${ENVOY}/internal.yaml`;
const TUNNEL = `${app('networking/cloudflared')}/resources/config.yaml`;
const NGINX = `${app('networking/nginx')}/resources/nginx.conf`;

const withoutRedirect = (path: string): string =>
  textOf(path)
    .split('---\n')
    .filter(document => !document.includes('RequestRedirect'))
    .join('---\n');

export const gateway: readonly Mutation[] = [
  {
    name: 'a parentRef to a gateway that does not exist, in values',
    change: edit(SONARR, ['name: envoy-internal', 'name: envoy-intern']),
    sees: [['gateway/unknown-parent', 'envoy-intern']],
  },
  {
    name: 'a parentRef to a gateway that does not exist, in a manifest',
    change: edit(KAGENT, ['name: envoy-internal', 'name: envoy-private']),
    sees: [['gateway/unknown-parent', 'envoy-private']],
  },
  {
    name: 'a parentRef into the wrong namespace',
    change: edit(SONARR, ['namespace: networking', 'namespace: network']),
    sees: [['gateway/unknown-parent', 'network']],
  },
  {
    name: 'a parentRef without namespace',
    change: edit(SONARR, ['        namespace: networking\n', '']),
    sees: [
      ['helm/values-schema', 'name: envoy-internal'],
      ['gateway/unknown-parent', 'envoy-internal'],
    ],
  },
  {
    name: 'a sectionName that is no listener',
    change: edit(SONARR, ['sectionName: https', 'sectionName: websecure']),
    sees: [['gateway/unknown-section', 'websecure']],
  },
  {
    name: 'no sectionName where the plain listener admits every namespace',
    change: {
      ...edit(SONARR, ['        sectionName: https\n', '']),
      ...edit(INTERNAL, ['from: Same', 'from: All']),
    },
    sees: [
      ['gateway/missing-section', 'envoy-internal', 'kubernetes/apps/media/sonarr/values.yaml'],
    ],
  },
  {
    name: 'an application on the listener that only redirects',
    change: edit(SONARR, ['sectionName: https', 'sectionName: http']),
    sees: [['gateway/not-allowed', 'http']],
  },
  {
    name: 'a private application on the public gateway',
    change: edit(SONARR, ['name: envoy-internal', 'name: envoy-external']),
    sees: [
      ['dns/label', 'app'],
      ['gateway/audience', 'envoy-external'],
    ],
  },
  {
    name: 'a private application on the public gateway, published',
    change: edit(
      SONARR,
      ['name: envoy-internal', 'name: envoy-external'],
      [
        'route:\n  app:\n',
        'route:\n  app:\n    labels:\n      external-dns.alpha.kubernetes.io/enabled: "true"\n',
      ],
    ),
    sees: [['gateway/audience', 'envoy-external']],
  },
  {
    name: 'a public application on the private gateway',
    change: edit(JELLYFIN, ['name: envoy-external', 'name: envoy-internal']),
    sees: [
      ['dns/label', 'external-dns.alpha.kubernetes.io/enabled'],
      ['gateway/audience', 'envoy-internal'],
    ],
  },
  {
    name: 'a hostname that another route has',
    change: edit(SONARR, ['- sonarr.example.com', '- radarr.example.com']),
    sees: [['gateway/hostname-conflict', 'radarr.example.com']],
  },
  {
    name: 'a hostname of another domain',
    change: edit(SONARR, ['- sonarr.example.com', '- sonarr.example.org']),
    sees: [['gateway/hostname', 'sonarr.example.org']],
  },
  {
    name: 'a hostname too deep for the certificate',
    change: edit(SONARR, ['- sonarr.example.com', '- sonarr.media.example.com']),
    sees: [['gateway/hostname', 'sonarr.media.example.com']],
  },
  {
    name: 'a route without hostnames',
    change: edit(SONARR, ['    hostnames:\n      - sonarr.example.com\n', '']),
    sees: [['gateway/missing-hostname', 'app']],
  },
  {
    name: 'a backend port that the Service does not have',
    change: edit(SONARR, [
      'identifier: app\n            port: 8989',
      'identifier: app\n            port: 8988',
    ]),
    sees: [['gateway/backend', '8988']],
  },
  {
    name: 'a backend that is not in the values',
    change: edit(SONARR, ['identifier: app', 'identifier: web']),
    sees: [['helm/values-schema', 'web']],
  },
  {
    name: 'a backend Service that does not exist',
    change: edit(SONARR, ['identifier: app\n', 'name: sonar\n']),
    sees: [['gateway/backend', 'sonar']],
  },
  {
    name: 'the public gateway at another address',
    change: edit(EXTERNAL, ['192.168.0.239', '192.168.0.237']),
    sees: [['gateway/address', '192.168.0.237']],
  },
  {
    name: "both gateways with each other's address",
    change: {
      ...edit(EXTERNAL, ['192.168.0.239', '192.168.0.238']),
      ...edit(INTERNAL, ['192.168.0.238', '192.168.0.239']),
    },
    sees: [
      [
        'gateway/address',
        '192.168.0.238',
        'kubernetes/apps/networking/envoy-gateway/external.yaml',
      ],
      [
        'loadbalancer/ip-reserved',
        '192.168.0.238',
        'kubernetes/apps/networking/envoy-gateway/external.yaml',
      ],
      [
        'gateway/address',
        '192.168.0.239',
        'kubernetes/apps/networking/envoy-gateway/internal.yaml',
      ],
      [
        'loadbalancer/ip-reserved',
        '192.168.0.239',
        'kubernetes/apps/networking/envoy-gateway/internal.yaml',
      ],
    ],
  },
  {
    name: 'a gateway of a class that nothing provides',
    change: edit(INTERNAL, ['gatewayClassName: envoy', 'gatewayClassName: eg']),
    sees: [
      ['gateway/address', 'eg'],
      ['gateway/class', 'eg'],
    ],
  },
  {
    name: 'no redirect to HTTPS',
    change: { [INTERNAL]: withoutRedirect(INTERNAL) },
    sees: [['gateway/redirect', 'http']],
  },
  {
    name: 'a redirect with a status that the API refuses',
    change: edit(EXTERNAL, ['statusCode: 301', 'statusCode: 200']),
    sees: [['gateway/route-invalid', '200']],
  },
  {
    name: 'a certificate that is not there',
    change: edit(EXTERNAL, ['name: example-com-tls', 'name: example-com-cert']),
    sees: [['gateway/listener', 'example-com-cert']],
  },
  {
    name: 'the certificate in another Secret',
    change: edit(`${ENVOY}/certificate.yaml`, [
      'secretName: example-com-tls',
      'secretName: example-tls',
    ]),
    sees: [
      [
        'gateway/listener',
        'example-com-tls',
        'kubernetes/apps/networking/envoy-gateway/external.yaml',
      ],
      [
        'gateway/listener',
        'example-com-tls',
        'kubernetes/apps/networking/envoy-gateway/internal.yaml',
      ],
      ['secrets/missing-secret', 'example-com-tls', 'kubernetes/apps/networking/nginx/values.yaml'],
    ],
  },
  {
    name: 'two listeners of one port, protocol and hostname',
    change: edit(INTERNAL, [
      '  listeners:\n',
      '  listeners:\n    - name: plain\n      protocol: HTTP\n      port: 80\n',
    ]),
    sees: [
      ['gateway/redirect', 'plain'],
      ['gateway/listener', '80'],
    ],
  },
  {
    name: 'an HTTPS listener without a certificate',
    change: edit(INTERNAL, [
      '        certificateRefs:\n          - kind: Secret\n            name: example-com-tls\n',
      '',
    ]),
    sees: [['gateway/listener', 'tls']],
  },
  {
    name: 'nginx that forwards to the private gateway',
    change: edit(NGINX, ['server 192.168.0.239:443', 'server 192.168.0.238:443']),
    sees: [['gateway/external-path', '192.168.0.238']],
  },
  {
    name: 'a tunnel to a Service that is not there',
    change: edit(TUNNEL, [
      '"*.example.com"\n    service: https://nginx.networking',
      '"*.example.com"\n    service: https://nginx.network',
    ]),
    sees: [['gateway/external-path', 'nginx.network.svc.cluster.local']],
  },
  {
    name: 'a tunnel to a port that nginx does not have',
    change: edit(TUNNEL, [
      '"*.example.com"\n    service: https://nginx.networking.svc.cluster.local:443',
      '"*.example.com"\n    service: https://nginx.networking.svc.cluster.local:8443',
    ]),
    sees: [['gateway/external-path', '8443']],
  },
  {
    name: 'a tunnel without a rule for the published names',
    change: edit(TUNNEL, [
      '  - hostname: "*.example.com"\n    service: https://nginx.networking.svc.cluster.local:443\n',
      '',
    ]),
    sees: [
      [
        'gateway/external-path',
        'home-assistant.example.com',
        'kubernetes/apps/home-automation/home-assistant/values.yaml',
      ],
      [
        'gateway/external-path',
        'jellyfin.example.com',
        'kubernetes/apps/media/jellyfin/values.yaml',
      ],
      [
        'gateway/external-path',
        'auth.example.com',
        'kubernetes/apps/security/authelia/values.yaml',
      ],
      [
        'gateway/external-path',
        'miniflux.example.com',
        'kubernetes/apps/selfhosted/miniflux/values.yaml',
      ],
      ['gateway/external-path', 'hooks.example.com', 'kubernetes/apps/selfhosted/n8n/values.yaml'],
      [
        'gateway/external-path',
        'recipes.example.com',
        'kubernetes/apps/selfhosted/tandoor/values.yaml',
      ],
    ],
  },
  {
    name: 'a tunnel without a rule for everything else',
    change: edit(TUNNEL, ['  - service: http_status:404\n', '']),
    sees: [['gateway/external-path', '"*.example.com"']],
  },
  {
    name: 'an Ingress instead of a route',
    change: edit(SONARR, [
      'route:\n  app:\n',
      'ingress:\n  app:\n    hosts:\n      - host: sonarr.example.com\n        paths:\n          - path: /\n            service:\n              identifier: app\n              port: http\nroute:\n  app:\n',
    ]),
    sees: [['gateway/legacy-ingress', 'app']],
  },
];
