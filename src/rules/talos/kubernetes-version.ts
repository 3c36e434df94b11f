import { isOfRange } from '../../config/version-ranges.ts';
import { kubernetesImages, kubernetesRecipes } from '../../model/talos-kubernetes.ts';
import { oncePerPlace } from '../../yaml/located.ts';
import { type Rule, see } from '../rule.ts';
import { versionPin } from '../version-pins.ts';

export const kubernetesVersion: Rule = {
  id: 'talos/kubernetes-version',
  scope: 'cluster',
  severity: 'error',
  since: '0.1.0',
  summary: "A release of Kubernetes outside the policy's version or range, in machines or recipes.",
  rationale:
    'The kubelets and the control plane are upgraded in an order: one that is ahead of the others, or left behind, is refused by them or loses its API.',
  remedy: 'Name a version of the range, or change the range in `talos` of the policy.',
  reference: 'https://kubernetes.io/releases/version-skew-policy/',
  policy: true,
  check({ cluster, policy, report }) {
    const { talos } = cluster;
    const named = [
      ...talos.nodes.flatMap(({ name, machine }) =>
        kubernetesImages(machine).map(release => ({ node: name, release })),
      ),
      // Patches that no machine of the repository gets, and recipes.
      ...[
        ...talos.patches.flatMap(({ value }) => kubernetesImages(value)),
        ...kubernetesRecipes(talos),
      ].map(release => ({ node: undefined, release })),
    ];
    for (const { node, release } of oncePerPlace(named, item => item.release.at)) {
      const pin = versionPin(policy, 'kubernetes', node);
      if (!pin || isOfRange(pin.wanted, release.text) !== false) continue;
      const place = policy.place(...pin.path);
      report({
        at: release.at,
        message: `Kubernetes is \`${release.text}\` here, but ${policy.source(...pin.path)} wants \`${pin.wanted}\``,
        related: place && [see(place, 'pinned here')],
      });
    }
  },
};
