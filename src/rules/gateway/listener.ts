import { getEntry, getString, textAt } from '../../model/access.ts';
import type { Cluster } from '../../model/cluster/cluster.ts';
import type { CertificateRef, Gateway, Listener } from '../../model/cluster/gateways.ts';
import { describe } from '../../model/cluster/owned.ts';
import { type Report, type Rule, see } from '../rule.ts';

export const listener: Rule = {
  id: 'gateway/listener',
  severity: 'error',
  summary:
    'Listeners that repeat a name or port, HTTPS without a certificate, or a certificate that nothing makes.',
  rationale:
    'The API refuses repeated listeners; one without a usable certificate is invalid at run time, and everything attached to it is unreachable.',
  remedy:
    'Give each listener its own name and port, protocol and hostname, and reference a Secret that a Certificate makes.',
  reference: 'https://gateway-api.sigs.k8s.io/reference/spec/#listener',
  check({ cluster, report }) {
    for (const gateway of cluster.gateways) {
      for (const finding of [
        ...repetitions(gateway),
        ...gateway.listeners.flatMap(item => certificateProblems(cluster, gateway, item)),
      ]) {
        report(finding);
      }
    }
  },
};

function repetitions({ listeners, resource }: Gateway): Report[] {
  const names = new Map<string, Listener>();
  const sockets = new Map<string, Listener>();
  return listeners.flatMap((item): Report[] => {
    const name = item.name?.text ?? '';
    const socket = [item.port?.text, item.protocol, item.hostname?.text ?? ''].join(' ');
    const sameName = names.get(name);
    const sameSocket = sockets.get(socket);
    names.set(name, item);
    sockets.set(socket, item);
    if (sameName) {
      return [
        {
          at: item.name ?? item.value,
          message: `${describe(resource)} has two listeners named ${name}`,
          related: [see(sameName.name ?? sameName.value, 'the first one')],
        },
      ];
    }
    return sameSocket
      ? [
          {
            at: item.port ?? item.value,
            message: `the listeners ${sameSocket.name?.text} and ${name} have one port, protocol and hostname`,
            related: [see(sameSocket.port ?? sameSocket.value, 'the first one')],
          },
        ]
      : [];
  });
}

function certificateProblems(cluster: Cluster, gateway: Gateway, item: Listener): Report[] {
  const name = item.name?.text ?? '';
  const tls = getEntry(item.value, 'tls');
  if (['HTTP', 'TCP', 'UDP'].includes(item.protocol)) {
    return tls
      ? [{ at: tls.key, message: `the ${item.protocol} listener ${name} must not have tls` }]
      : [];
  }
  const passes = textAt(item.value, 'tls', 'mode') === 'Passthrough';
  const hasOptions = getEntry(item.value, 'tls', 'options') !== undefined;
  if (passes) {
    return item.protocol === 'HTTPS'
      ? [
          {
            at: getString(item.value, 'tls', 'mode') ?? item.value,
            message: `the HTTPS listener ${name} can't pass TLS through`,
            help: 'Use protocol TLS for that.',
          },
        ]
      : [];
  }
  if (item.certificates.length === 0 && !hasOptions) {
    return [
      {
        at: tls?.key ?? item.name ?? item.value,
        message: `the ${item.protocol} listener ${name} has no certificate`,
        help: 'Add tls.certificateRefs.',
      },
    ];
  }
  const seen = new Map<string, CertificateRef>();
  return item.certificates.flatMap((reference): Report[] => {
    const key = `${reference.namespace}/${reference.name.text}`;
    const earlier = seen.get(key);
    seen.set(key, reference);
    if (earlier)
      return [
        {
          at: reference.name,
          message: `the listener ${name} has the certificate ${reference.name.text} twice`,
          related: [see(earlier.name, 'the first one')],
        },
      ];
    return missing(cluster, gateway, reference);
  });
}

/** A Secret is made by a Certificate, an ExternalSecret, a manifest, or by something unknowable. */
function missing(cluster: Cluster, { resource }: Gateway, reference: CertificateRef): Report[] {
  if (reference.kind !== 'Secret') return [];
  const answer = cluster.secret(reference.namespace, reference.name.text);
  if (answer.status !== 'absent') return [];
  return [
    {
      at: reference.name,
      message: `nothing makes the Secret ${reference.namespace}/${reference.name.text} that ${describe(resource)} uses`,
      help: answer.nearest
        ? `Did you mean ${answer.nearest}?`
        : 'Add a Certificate with this secretName, in the same namespace.',
    },
  ];
}
