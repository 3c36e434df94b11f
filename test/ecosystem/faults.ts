import type { Application } from '../../src/model/application.ts';
import type { Cluster } from '../../src/model/cluster/cluster.ts';
import type { Place } from '../../src/source/text.ts';
import { asScalar, get, getString, itemsAt } from '../../src/yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../../src/yaml/located.ts';
import { numbers, shuffled } from './verdicts.ts';

/** A defect to plant: other characters at one place. */
export interface Fault {
  /** What is broken, in words: "storage class". */
  readonly what: string;
  readonly at: Place;
  readonly text: string;
  /** Whether something unknown is near: in what the same Application deploys. */
  readonly blind: boolean;
}

const WORKLOAD = /^(?:Deployment|StatefulSet|DaemonSet|Job)$/;

const POD = ['spec', 'template', 'spec'] as const;

/** Where a reference stands in an object, by kind; `*` is every item of a list. */
const REFERENCES: readonly (readonly [string, RegExp, readonly string[]])[] = [
  ['storage class', /^PersistentVolumeClaim$/, ['spec', 'storageClassName']],
  ['claim', WORKLOAD, [...POD, 'volumes', '*', 'persistentVolumeClaim', 'claimName']],
  ['ConfigMap', WORKLOAD, [...POD, 'volumes', '*', 'configMap', 'name']],
  ['ConfigMap', WORKLOAD, [...POD, 'containers', '*', 'envFrom', '*', 'configMapRef', 'name']],
  ['Secret', WORKLOAD, [...POD, 'volumes', '*', 'secret', 'secretName']],
  ['Secret', WORKLOAD, [...POD, 'containers', '*', 'envFrom', '*', 'secretRef', 'name']],
  [
    'Secret',
    WORKLOAD,
    [...POD, 'containers', '*', 'env', '*', 'valueFrom', 'secretKeyRef', 'name'],
  ],
  ['volume', WORKLOAD, [...POD, 'containers', '*', 'volumeMounts', '*', 'name']],
  ['gateway', /^(?:HTTP|GRPC|TCP|TLS|UDP)Route$/, ['spec', 'parentRefs', '*', 'name']],
  ['listener', /^(?:HTTP|GRPC|TCP|TLS|UDP)Route$/, ['spec', 'parentRefs', '*', 'sectionName']],
  ['backend', /^(?:HTTP|GRPC)Route$/, ['spec', 'rules', '*', 'backendRefs', '*', 'name']],
  ['port', /^(?:HTTP|GRPC)Route$/, ['spec', 'rules', '*', 'backendRefs', '*', 'port']],
  [
    'backend',
    /^Ingress$/,
    ['spec', 'rules', '*', 'http', 'paths', '*', 'backend', 'service', 'name'],
  ],
  ['store', /^(?:Cluster)?ExternalSecret$/, ['spec', 'secretStoreRef', 'name']],
  ['target port', /^Service$/, ['spec', 'ports', '*', 'targetPort']],
  ['selector', /^Service$/, ['spec', 'selector', 'app']],
  ['selector', /^Service$/, ['spec', 'selector', 'app.kubernetes.io/name']],
  ['issuer', /^Certificate$/, ['spec', 'issuerRef', 'name']],
];

/**
 * Draws defects of kinds that rules know, the kinds in turn, half of them (as far as there are such
 * places) in Applications that have something unknown near. The same seed draws the same.
 */
export function drawFaults(cluster: Cluster, count: number, seed: number): Fault[] {
  const random = numbers(seed);
  const all = unique([...references(cluster), ...addresses(cluster), ...listed(cluster)]);
  const half = (blind: boolean) =>
    inTurn(
      all.filter(fault => fault.blind === blind),
      random,
    );
  const [seeing, blind] = [half(false), half(true)];
  const fromBlind = Math.min(blind.length, Math.max(count - seeing.length, count >> 1));
  return [...blind.slice(0, fromBlind), ...seeing.slice(0, count - fromBlind)];
}

function references({ applications }: Cluster): Fault[] {
  return applications.flatMap(application =>
    application.resources
      .filter(({ release, partial }) => !release && !partial)
      .flatMap(({ kind, value }) =>
        REFERENCES.filter(([, kinds]) => kinds.test(kind)).flatMap(([what, , path]) =>
          scalarsAt(value, path).flatMap(scalar => fault(what, scalar, application)),
        ),
      ),
  );
}

/** An address that another Service has already. */
function addresses({ loadBalancers, applicationOf }: Cluster): Fault[] {
  const requests = loadBalancers.flatMap(each => each.requests);
  return requests.flatMap(({ at, text }) => {
    const other = requests.find(request => request.text !== text);
    const application = applicationOf(at.file.path);
    return other && application
      ? [{ what: 'address', at, text: other.text, blind: isBlind(application) }]
      : [];
  });
}

/** A file or directory that a kustomization lists, and the namespace that it sets. */
function listed({ applications }: Cluster): Fault[] {
  return applications.flatMap(application =>
    application.builds
      .flatMap(({ kustomizations }) => kustomizations)
      .flatMap(({ value }) => [
        ...itemsAt(value, 'resources').flatMap(item => {
          const scalar = asScalar(item);
          return scalar && !scalar.text.includes(':') ? fault('file', scalar, application) : [];
        }),
        ...[getString(value, 'namespace')].flatMap(scalar =>
          scalar ? fault('namespace', scalar, application) : [],
        ),
      ]),
  );
}

/** Misspells a plain scalar that stands in a file as it is. */
function fault(what: string, scalar: LocatedScalar, application: Application): Fault[] {
  // A number that no container declares is only advice.
  if (what === 'target port' && typeof scalar.value === 'number') return [];
  const { origin, text } = scalar;
  const at = { file: origin.file, start: origin.start, end: origin.end };
  const isPlain = at.file.text.slice(at.start, at.end) === text;
  if (origin.made !== undefined || !isPlain || !/^[\w./-]+$/.test(text)) return [];
  const wrong = typeof scalar.value === 'number' ? '64999' : text.replace(/(?=\.ya?ml$|\/?$)/, 'x');
  return [{ what, at, text: wrong, blind: isBlind(application) }];
}

const isBlind = ({ builds }: Application): boolean =>
  builds.some(
    ({ unknowable, releases }) =>
      unknowable.length > 0 || releases.some(({ rendering }) => rendering.complete !== 'all'),
  );

function scalarsAt(value: LocatedValue, [head, ...rest]: readonly string[]): LocatedScalar[] {
  if (head === undefined) return value.kind === 'scalar' ? [value] : [];
  const next = head === '*' ? itemsAt(value) : [get(value, head)];
  return next.flatMap(item => (item ? scalarsAt(item, rest) : []));
}

/** One place is planted once, however many Applications deploy it. */
function unique(faults: readonly Fault[]): Fault[] {
  const seen = new Set<string>();
  return faults.filter(({ at }) => {
    const key = `${at.file.path}\0${at.start}`;
    return seen.size < seen.add(key).size;
  });
}

/** Of each kind one in turn, the places of a kind in random order. */
function inTurn(faults: readonly Fault[], random: () => number): Fault[] {
  const kinds = [...new Set(faults.map(({ what }) => what))].sort();
  const piles = kinds.map(kind =>
    shuffled(
      faults.filter(({ what }) => what === kind),
      random,
    ),
  );
  const longest = Math.max(0, ...piles.map(pile => pile.length));
  return Array.from({ length: longest }, (_, i) => piles.flatMap(pile => pile[i] ?? [])).flat();
}
