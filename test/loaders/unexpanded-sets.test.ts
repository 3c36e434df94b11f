import { expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import { memoryTree } from '../support/memory-tree.ts';

// An ApplicationSet that asks a live system makes Applications that nobody here knows, in the namespaces that its
// template names: there anything may be, and nothing elsewhere.

const set = (namespace: string) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: services
  namespace: argocd
spec:
  goTemplate: true
  generators:
    - scmProvider:
        github:
          organization: example
  template:
    metadata:
      name: '{{ .repository }}'
    spec:
      project: default
      source:
        repoURL: '{{ .url }}'
        targetRevision: '{{ .branch }}'
        path: k8s
      destination:
        server: https://kubernetes.default.svc
        namespace: '${namespace}'
`;
const APPLICATION = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://example.com/cluster.git
    path: web
  destination:
    server: https://kubernetes.default.svc
    namespace: web
  syncPolicy:
    syncOptions:
      - CreateNamespace=true
`;
const route = (namespace: string) => `apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata:
  name: web
  namespace: web
spec:
  entryPoints: [websecure]
  routes:
    - match: Host(\`web.example.com\`)
      kind: Rule
      services:
        - name: server
          namespace: ${namespace}
          port: 80
`;

function missingServices(template: string, namespace: string): number {
  const tree = memoryTree({
    'argocd/services.yaml': set(template),
    'argocd/web.yaml': APPLICATION,
    'web/route.yaml': route(namespace),
  });
  const outcome = lint({ tree, policyFile: undefined, rules });
  if (outcome.status !== 'linted') throw new Error(JSON.stringify(outcome));
  return outcome.report.findings.filter(({ ruleId }) => ruleId === 'gateway/backend').length;
}

it.each([
  ['services', 'services', 0],
  ['services', 'shop', 1],
  ['pr-{{ .number }}', 'pr-17', 0],
  ['pr-{{ .number }}', 'shop', 1],
  ['{{ .repository }}', 'shop', 0],
  // Where an Application that is known deploys to, those that are not do not.
  ['{{ .repository }}', 'web', 1],
])('of the template %s a Service in %s', (template, namespace, count) => {
  expect(missingServices(template, namespace)).toBe(count);
});
