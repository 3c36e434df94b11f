import { problemRule } from '../rule.ts';

export const movedObjects = problemRule({
  id: 'helm/moved-objects',
  severity: 'warning',
  summary:
    "A kustomization's namespace that also moves objects which the chart means for another namespace.",
  rationale:
    'kustomize before 5.8 puts everything that a chart makes into the namespace of the kustomization: the Services of kube-prometheus-stack for the control plane leave kube-system, where the ServiceMonitors look for them, and Roles grant rights in the wrong place.',
  remedy:
    'Write the namespace in the entry of `helmCharts` alone, and in the resources beside it, or build with kustomize 5.8.',
  reference: 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/namespace/',
});
