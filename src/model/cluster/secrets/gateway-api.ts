import { booleanAt, nearestEntry, scalarsIn } from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import type { BuiltRelease } from '../../app-build.ts';
import type { HelmRelease } from '../../release.ts';
import type { ResourceIndex } from '../objects/resources.ts';

interface Facts {
  readonly helmReleases: readonly BuiltRelease[];
  readonly resources: Pick<ResourceIndex, 'deployed'>;
}

/**
 * Where cert-manager's support of the Gateway API would be switched on, where all installations of
 * its chart leave it off; undefined where one has it, or may have it.
 *
 * @see https://github.com/cert-manager/cert-manager/blob/v1.21.1/internal/apis/config/controller/v1alpha1/defaults.go (defaultEnableGatewayAPI)
 * @see https://cert-manager.io/docs/usage/gateway/
 */
export function gatewayApiOff({ helmReleases, resources }: Facts): LocatedValue | undefined {
  const own = helmReleases
    .map(({ release }) => release)
    .filter(({ chart }) => chart.text === 'cert-manager');
  const [first] = own;
  if (!first || own.some(isOn)) return undefined;
  // Arguments that a patch adds to the Deployment stand in it.
  const isPatched = resources.deployed.some(
    ({ kind, release, value }) =>
      kind === 'Deployment' &&
      release?.chart.text === 'cert-manager' &&
      scalarsIn(value).some(isSwitch),
  );
  return isPatched ? undefined : (nearestEntry(first.values, 'config')?.key ?? first.chart);
}

function isOn({ values, valuesIncomplete }: HelmRelease): boolean {
  return (
    valuesIncomplete ||
    booleanAt(values, 'config', 'enableGatewayAPI') === true ||
    booleanAt(values, 'config', 'gatewayAPI', 'enabled') === true ||
    booleanAt(values, 'config', 'featureGates', 'ExperimentalGatewayAPISupport') === true ||
    scalarsIn(values).some(isSwitch)
  );
}

/** The flag, or the feature gate that was enough up to 1.14. */
const isSwitch = (value: LocatedValue): boolean =>
  value.kind === 'scalar' &&
  /enable-gateway-?api(?!-listenerset|=false)|ExperimentalGatewayAPISupport=true/i.test(value.text);
