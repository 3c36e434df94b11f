import { own } from '../../../text/own.ts';
import {
  booleanAt,
  get,
  getMap,
  getString,
  itemsAt,
  numberAt,
  stringMapAt,
  textAt,
} from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar, LocatedValue } from '../../../yaml/located.ts';
import type { ClusterResource } from '../objects/owned.ts';

/** Where each kind keeps its pod template. */
const POD_PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

export const WORKLOAD_KINDS = Object.keys(POD_PATHS);

export interface Volume {
  readonly value: LocatedMap;
  readonly name: LocatedScalar;
  /** The claim it mounts, for persistentVolumeClaim volumes. */
  readonly claim: LocatedScalar | undefined;
}

export interface Container {
  readonly value: LocatedMap;
  readonly name: string | undefined;
  readonly ports: readonly LocatedMap[];
  readonly mounts: readonly LocatedMap[];
}

/** Anything that runs pods from a template. */
export interface Workload {
  readonly resource: ClusterResource;
  readonly namespace: string;
  readonly podLabels: ReadonlyMap<string, string>;
  readonly podSpec: LocatedMap;
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  /** Without those that a claim template of the same name takes the place of. */
  readonly volumes: readonly Volume[];
  /** `spec.volumeClaimTemplates` of a StatefulSet. */
  readonly claimTemplates: readonly LocatedMap[];
  /** 1 when absent; undefined when an autoscaler or an unknown chart decides. */
  readonly replicas: number | undefined;
  readonly hostNetwork: boolean;
}

export function toWorkload(resource: ClusterResource): Workload | undefined {
  const path = own(POD_PATHS, resource.kind);
  const template = path && getMap(resource.value, ...path);
  const podSpec = getMap(template, 'spec');
  if (!podSpec) return undefined;
  const replicas = get(resource.value, 'spec', 'replicas');
  const claimTemplates = mapsAt(resource.value, 'spec', 'volumeClaimTemplates');
  const replaced = new Set(claimTemplates.map(item => textAt(item, 'metadata', 'name')));
  return {
    resource,
    namespace: resource.namespace ?? 'default',
    podLabels: stringMapAt(template, 'metadata', 'labels'),
    podSpec,
    containers: containersAt(podSpec, 'containers'),
    initContainers: containersAt(podSpec, 'initContainers'),
    volumes: itemsAt(podSpec, 'volumes')
      .flatMap(toVolume)
      .filter(({ name }) => !replaced.has(name.text)),
    claimTemplates,
    replicas: replicas === undefined && !resource.partial ? 1 : numberAt(replicas),
    hostNetwork: booleanAt(podSpec, 'hostNetwork') ?? false,
  };
}

const mapsAt = (value: LocatedValue, ...path: string[]): LocatedMap[] =>
  itemsAt(value, ...path).flatMap(item => (item.kind === 'map' ? [item] : []));

const containersAt = (podSpec: LocatedMap, key: string): Container[] =>
  mapsAt(podSpec, key).map(value => ({
    value,
    name: textAt(value, 'name'),
    ports: mapsAt(value, 'ports'),
    mounts: mapsAt(value, 'volumeMounts'),
  }));

function toVolume(value: LocatedValue): Volume[] {
  const name = getString(value, 'name');
  if (value.kind !== 'map' || !name) return [];
  return [{ value, name, claim: getString(value, 'persistentVolumeClaim', 'claimName') }];
}

/** The containers that run beside each other for as long as the pod does, sidecars included. */
export const servingContainers = ({ containers, initContainers }: Workload): Container[] => [
  ...containers,
  ...initContainers.filter(({ value }) => textAt(value, 'restartPolicy') === 'Always'),
];

export const portsOf = ({ ports }: Container): readonly LocatedMap[] => ports;

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** What the kubelet asks of a container on a port that it names: probes, and hooks by HTTP. */
export const namedPorts = ({ value }: Container): readonly LocatedScalar[] =>
  [...PROBES.map(probe => [probe]), ['lifecycle', 'postStart'], ['lifecycle', 'preStop']].flatMap(
    path =>
      ['httpGet', 'tcpSocket'].flatMap(handler => getString(value, ...path, handler, 'port') ?? []),
  );

/** Whether a container says that it listens on a port: it declares it, or is probed there. */
export const isListening = ({ ports, value }: Container, port: number): boolean =>
  ports.some(item => numberAt(item, 'containerPort') === port) ||
  PROBES.some(probe =>
    ['httpGet', 'tcpSocket', 'grpc'].some(
      handler => numberAt(value, probe, handler, 'port') === port,
    ),
  );
