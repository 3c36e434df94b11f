import type {
  ChartModel,
  HelmRelease,
  RenderedObject,
  Rendering,
} from '../../../../model/release.ts';
import { UNCOMMON_KINDS } from '../../shared/completeness.ts';
import { serviceAccounts } from './accounts.ts';
import { claims } from './claims.ts';
import { configMaps, secrets } from './config.ts';
import { type Context, createContext } from './context.ts';
import { controllers } from './controllers.ts';
import { ingresses } from './ingresses.ts';
import { serviceMonitors } from './monitors.ts';
import { networkPolicies } from './policies.ts';
import { rawResources } from './raw.ts';
import { rbac } from './rbac.ts';
import { routes } from './routes.ts';
import { refuseBySchema } from './schema.ts';
import { services } from './services.ts';
import { isKnownVersion } from './version.ts';
import { refusePersistence } from './volumes.ts';

/** In the order in which the chart makes them. */
const GENERATORS: readonly ((context: Context) => readonly RenderedObject[])[] = [
  claims,
  serviceAccounts,
  configMaps,
  controllers,
  services,
  ingresses,
  serviceMonitors,
  routes,
  secrets,
  networkPolicies,
  rawResources,
  rbac,
];

/**
 * The objects of an app-template release, versions 2 to 5, and the values that the chart itself
 * refuses. What is refused is rendered as far as it makes sense, so that one error stays one.
 *
 * @see https://bjw-s-labs.github.io/helm-charts/docs/app-template/
 */
export const appTemplate: ChartModel = {
  charts: ['app-template'],
  isFor: isKnownVersion,
  render,
};

function render(release: HelmRelease): Rendering {
  const context = createContext(release);
  refuseBySchema(context);
  refusePersistence(context);
  const objects = GENERATORS.flatMap(generate => generate(context));
  return {
    objects: release.valuesIncomplete
      ? objects.map(({ value }) => ({ value, partial: true }))
      : objects,
    complete: completeness(context),
    problems: unique(context.problems),
  };
}

/** Groups of 5.x that become objects of kinds that are not modelled here. */
const OTHER_GROUPS = /^(externalSecret|listenerSet|podMonitor|cilium|namespace)/i;

const MODELLED = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'Service',
  'Ingress',
  'HTTPRoute',
  'PersistentVolumeClaim',
  'ConfigMap',
  'ServiceAccount',
  'ServiceMonitor',
  ...UNCOMMON_KINDS,
];

function completeness({ release, values, features }: Context): Rendering['complete'] {
  if (release.valuesIncomplete || release.name === undefined) return new Set();
  const hasOthers = [...values.entries.keys()].some(key => OTHER_GROUPS.test(key));
  return features.rawManifest && hasOthers ? new Set(MODELLED) : 'all';
}

/** A volume is rendered once for each controller, but its mistake is one. */
function unique(problems: Context['problems']): Rendering['problems'] {
  const seen = new Set<string>();
  return problems.filter(({ at, message }) => {
    const key = `${at.file.path} ${at.start} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
