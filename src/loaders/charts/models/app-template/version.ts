import type { HelmRelease } from '../../../../model/release.ts';

type Version = readonly [major: number, minor: number, patch: number];

/** Where releases of the chart differ; everything else is one code. */
export interface Features {
  /** 2.x brings a controller, container, service and probes called `main`. */
  readonly mainDefaults: boolean;
  /** Names as 4.x makes them; before, a single claim is suffixed and `primary` items are bare. */
  readonly naming: '2' | '3' | '4';
  readonly controllerLabel: 'app.kubernetes.io/component' | 'app.kubernetes.io/controller';
  /** A service without `controller` gets the only one. */
  readonly autoController: boolean;
  /** What a route without rules gets. */
  readonly missingRules: 'none' | 'single-service' | 'single-service-or-error';
  readonly parentNamespaceRequired: boolean;
  /** Backend ports given by name become numbers. */
  readonly numericBackendPorts: boolean;
  /** A backend `name` is tried as an identifier first. */
  readonly backendNames: 'identifier-first' | 'literal';
  /** The `service.name` of an ingress' path is tried as an identifier first. */
  readonly ingressNames: 'identifier-first' | 'literal';
  readonly templatedClaims: boolean;
  readonly imageDigest: boolean;
  readonly envFromOptional: boolean;
  readonly accounts: 'create' | 'map' | 'map-with-default';
  /** The pod names a single account's object, not its key. */
  readonly accountByObjectName: boolean;
  readonly automountToken: boolean;
  readonly keepsZeroRollout: boolean;
  readonly clusterIpOnAll: boolean;
  readonly duplicatePortsFail: boolean;
  readonly rawManifest: boolean;
  /** An image may be given as one text. */
  readonly imageText: boolean;
  /** A policy without controller is for the only one. */
  readonly autoPolicyTarget: boolean;
  /** An autoscaler takes the replicas away. */
  readonly autoscalers: boolean;
  /** Whether the keys that the schema allows are known here. */
  readonly hasKnownSchema: boolean;
  /** Every string of the values is evaluated before anything else. */
  readonly templatedValues: boolean;
  readonly volumeTypes: ReadonlySet<string>;
}

const VOLUME_TYPES = [
  'persistentVolumeClaim',
  'configMap',
  'secret',
  'emptyDir',
  'hostPath',
  'nfs',
  'custom',
];

/** What the chart of a release does; an unknown version counts as the nearest known one. */
export function featuresOf(release: HelmRelease): Features {
  const version = parse(release.version?.text ?? '');
  const since = (...wanted: Version) => compare(version, wanted) >= 0;
  return {
    ...byMajor(version),
    missingRules: since(5, 0, 0)
      ? 'single-service-or-error'
      : since(4, 1, 1)
        ? 'single-service'
        : 'none',
    parentNamespaceRequired: !since(5, 0, 0),
    // https://github.com/bjw-s-labs/helm-charts/pull/593
    numericBackendPorts: since(4, 6, 1),
    templatedClaims: since(4, 2, 0),
    imageDigest: since(4, 4, 0),
    envFromOptional: since(4, 4, 0),
    accountByObjectName: since(5, 0, 0),
    automountToken: !since(5, 0, 0),
    keepsZeroRollout: since(5, 1, 0),
    clusterIpOnAll: since(5, 3, 0),
    duplicatePortsFail: since(5, 0, 0),
    rawManifest: since(5, 0, 0),
    imageText: since(4, 4, 0),
    autoPolicyTarget: since(5, 0, 0),
    autoscalers: since(5, 0, 0),
    hasKnownSchema: since(4, 0, 0) && !since(5, 4, 0),
    templatedValues: since(5, 2, 1),
    volumeTypes: new Set([
      ...VOLUME_TYPES,
      ...(since(4, 2, 0) ? ['image'] : []),
      ...(since(5, 0, 0) ? ['ephemeral', 'projected', 'iscsi'] : []),
    ]),
  };
}

type ByMajor = Pick<
  Features,
  | 'mainDefaults'
  | 'naming'
  | 'controllerLabel'
  | 'autoController'
  | 'backendNames'
  | 'ingressNames'
  | 'accounts'
>;

function byMajor([major]: Version): ByMajor {
  const isModern = major >= 4;
  return {
    mainDefaults: major <= 2,
    naming: isModern ? '4' : major === 3 ? '3' : '2',
    controllerLabel: isModern ? 'app.kubernetes.io/controller' : 'app.kubernetes.io/component',
    autoController: isModern,
    backendNames: isModern ? 'literal' : 'identifier-first',
    ingressNames: major <= 2 ? 'identifier-first' : 'literal',
    accounts: major >= 5 ? 'map-with-default' : isModern ? 'map' : 'create',
  };
}

/** Whether a release is of the versions known here: 1.x is built on another library and takes other values. */
export const isKnownVersion = (release: HelmRelease): boolean =>
  parse(release.version?.text ?? '')[0] >= 2;

/** A version that can't be read is taken for the newest 4.x: the middle of what is known. */
const UNREADABLE: Version = [4, 6, 2];

function parse(text: string): Version {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text.trim());
  return match ? [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)] : UNREADABLE;
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
