import { isPlaceholder } from '../../../text/placeholder.ts';
import { getEntry, getScalar } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { Refuse } from '../patch-markers.ts';
import { checkInterfaces } from './check-interfaces.ts';
import { checkSections } from './check-sections.ts';
import { isDnsDomain, isFilter, isLabelKey, isLabelValue, isTaint, urlOf } from './formats.ts';
import { entriesOf, scalarsAt, valuesAt } from './select.ts';

/** A text of the v1alpha1 document, and what `talosctl validate` asks of it. */
interface Check {
  readonly path: string;
  readonly fits: (text: string) => boolean;
  readonly what: string;
}

const FILTER = { fits: isFilter, what: 'an address or prefix, with at most one ! in front' };

const CHECKS: readonly Check[] = [
  { path: 'machine.kubelet.nodeIP.validSubnets[]', ...FILTER },
  { path: 'cluster.etcd.advertisedSubnets[]', ...FILTER },
  { path: 'cluster.etcd.listenSubnets[]', ...FILTER },
  { path: 'machine.network.kubespan.filters.endpoints[]', ...FILTER },
  {
    path: 'machine.features.nodeAddressSortAlgorithm',
    fits: text => text === 'v1' || text === 'v2',
    what: 'v1 or v2',
  },
  {
    path: 'machine.features.kubernetesTalosAPIAccess.allowedRoles[]',
    fits: text =>
      ['os:admin', 'os:operator', 'os:reader', 'os:etcd:backup', 'os:impersonator'].includes(text),
    what: 'os:admin, os:operator, os:reader, os:etcd:backup or os:impersonator',
  },
  { path: 'cluster.network.dnsDomain', fits: isDnsDomain, what: 'a domain name' },
  {
    path: 'machine.install.diskSelector.type',
    fits: text => ['nvme', 'sd', 'hdd', 'ssd'].includes(text),
    what: 'nvme, sd, hdd or ssd',
  },
  {
    path: 'machine.logging.destinations[].format',
    fits: text => text === 'json_lines',
    what: 'json_lines',
  },
  {
    path: 'machine.logging.destinations[].endpoint',
    fits: text => ['tcp', 'udp'].includes(urlOf(text)?.scheme ?? ''),
    what: 'a URL such as `tcp://192.0.2.1:514`',
  },
  {
    path: 'cluster.discovery.registries.service.endpoint',
    fits: text => ['', '/'].includes(urlOf(text)?.path ?? '-'),
    what: 'a URL without a path',
  },
  {
    path: 'cluster.apiServer.authorizationConfig[].type',
    fits: text => ['Node', 'RBAC', 'Webhook'].includes(text),
    what: 'Node, RBAC or Webhook',
  },
];

const RESERVED: ReadonlySet<string> = new Set([
  'talos.dev/owned-annotations',
  'talos.dev/owned-labels',
  'talos.dev/owned-taints',
]);

/**
 * Checks the texts of a merged v1alpha1 document as `talosctl validate` does.
 *
 * @see https://github.com/siderolabs/talos/blob/v1.12.4/pkg/machinery/config/types/v1alpha1/v1alpha1_validation.go
 */
export function checkMachineValues(
  machine: LocatedMap,
  minor: number | undefined,
  refuse: Refuse,
): void {
  for (const check of CHECKS) {
    for (const scalar of scalarsAt(machine, check.path)) ask(scalar, check, refuse);
  }
  checkLabels(machine, refuse);
  checkInterfaces(machine, refuse);
  checkSections(machine, minor, refuse);
  checkEndpoint(getScalar(machine, 'cluster', 'controlPlane', 'endpoint'), refuse);
  checkOnce(valuesAt(machine, 'cluster.inlineManifests[]'), refuse);
  checkResources(machine, refuse);
  const persist = getScalar(machine, 'persist');
  if (persist?.value === false) refuse({ at: persist, message: 'persist can not be turned off' });
  const name = getEntry(machine, 'machine', 'install', 'diskSelector', 'name');
  if (name) {
    refuse({
      at: name.key,
      message: 'an install disk can not be selected by its name',
      help: 'Use `install.disk`.',
    });
  }
}

function ask(
  scalar: LocatedScalar,
  { fits, what }: Pick<Check, 'fits' | 'what'>,
  refuse: Refuse,
): void {
  if (scalar.text === '' || isPlaceholder(scalar.text) || fits(scalar.text)) return;
  refuse({ at: scalar, message: `\`${scalar.text}\` is refused: this must be ${what}` });
}

function checkLabels(machine: LocatedMap, refuse: Refuse): void {
  for (const section of ['nodeLabels', 'nodeAnnotations', 'nodeTaints']) {
    for (const { key, value } of entriesOf(machine, `machine.${section}`)) {
      if (isPlaceholder(key.text) || key.text === '$patch') continue;
      if (!isLabelKey(key.text))
        refuse({
          at: key,
          message: `\`${key.text}\` is not a key of a label, an annotation or a taint`,
        });
      if (section === 'nodeAnnotations' && RESERVED.has(key.text))
        refuse({ at: key, message: `Talos keeps the annotation \`${key.text}\` for itself` });
      if (value.kind !== 'scalar' || isPlaceholder(value.text)) continue;
      if (section === 'nodeLabels' && !isLabelValue(value.text)) {
        refuse({
          at: value,
          message: `\`${value.text}\` is not a value of a label: at most 63 letters, digits, - _ . and none of the signs at its ends`,
        });
      }
      if (section === 'nodeTaints' && !isTaint(value.text)) {
        refuse({
          at: value,
          message: `\`${value.text}\` is not a taint: value:Effect, with NoSchedule, PreferNoSchedule or NoExecute`,
        });
      }
    }
  }
}

function checkEndpoint(endpoint: LocatedScalar | undefined, refuse: Refuse): void {
  if (!endpoint || endpoint.text === '' || isPlaceholder(endpoint.text)) return;
  const url = urlOf(endpoint.text);
  const isOdd =
    url && !url.host.startsWith('[') && /:.*:/.test(endpoint.text.replace(/^[a-z]+:/i, ''));
  if (isOdd)
    refuse({
      at: endpoint,
      message: `\`${endpoint.text}\` is refused: an IPv6 address needs brackets`,
    });
  else if (url?.port !== undefined && (url.port < 1 || url.port > 65_535))
    refuse({ at: endpoint, message: `\`${url.port}\` is not a port` });
}

/** Two of one name in one file; those of several files may be for several clusters. */
function checkOnce(manifests: readonly LocatedValue[], refuse: Refuse): void {
  const seen = new Set<string>();
  for (const manifest of manifests) {
    const name = getScalar(manifest, 'name');
    if (!name) continue;
    const key = `${name.origin.file.path} ${name.text}`;
    if (seen.has(key) && !isPlaceholder(name.text))
      refuse({ at: name, message: `there are two inline manifests \`${name.text}\`` });
    seen.add(key);
  }
}

function checkResources(machine: LocatedMap, refuse: Refuse): void {
  for (const part of ['apiServer', 'controllerManager', 'scheduler']) {
    for (const section of ['requests', 'limits']) {
      for (const { key } of entriesOf(machine, `cluster.${part}.resources.${section}`)) {
        if (['cpu', 'memory'].includes(key.text) || key.text.startsWith('$')) continue;
        refuse({
          at: key,
          message: `\`${key.text}\` is not a resource of a control plane's pod: cpu or memory`,
        });
      }
    }
  }
}
