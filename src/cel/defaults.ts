import { own } from '../text/own.ts';
import type { Defaults } from './values.ts';

/**
 * Fields that the API server fills in before admission policies see an object.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/defaults.go
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/apps/v1/defaults.go
 */
const CONTAINER: Defaults = {
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  ports: { '*': { protocol: 'TCP' } },
};
const POD: Defaults = {
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
  terminationGracePeriodSeconds: 30,
  securityContext: {},
  containers: { '*': CONTAINER },
  initContainers: { '*': CONTAINER },
};
const TEMPLATE: Defaults = { spec: POD };

const DEFAULTS: Readonly<Record<string, Defaults>> = {
  Pod: { spec: POD },
  Deployment: {
    spec: {
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      template: TEMPLATE,
    },
  },
  StatefulSet: {
    spec: {
      replicas: 1,
      revisionHistoryLimit: 10,
      podManagementPolicy: 'OrderedReady',
      template: TEMPLATE,
    },
  },
  DaemonSet: { spec: { revisionHistoryLimit: 10, template: TEMPLATE } },
  ReplicaSet: { spec: { replicas: 1, template: TEMPLATE } },
  Job: {
    spec: { backoffLimit: 6, completionMode: 'NonIndexed', suspend: false, template: TEMPLATE },
  },
  CronJob: {
    spec: {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: { spec: { template: TEMPLATE } },
    },
  },
  Service: {
    spec: { type: 'ClusterIP', sessionAffinity: 'None', ports: { '*': { protocol: 'TCP' } } },
  },
  PersistentVolumeClaim: { spec: { volumeMode: 'Filesystem' } },
};

/** The namespace that an object gets from what deploys it, where it names none. */
export const namespaceDefault = (namespace: string | undefined): Defaults =>
  namespace === undefined ? {} : { metadata: { namespace } };

/** What the API server fills in of an object before policies see it. */
export const defaultsOf = (kind: string, namespace: string | undefined): Defaults => ({
  ...own(DEFAULTS, kind),
  ...namespaceDefault(namespace),
});
