import { expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import { rules } from '../../src/rules/index.ts';
import { memoryTree } from '../support/memory-tree.ts';

// What Applications deploy that only a template makes isn't known: it may be anything.

const TEMPLATE = `{{- range .Values.apps }}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: {{ .name }}
{{- end }}
`;
const KUSTOMIZATION =
  'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [route.yaml]\n';
const ROUTE = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: web
spec:
  rules:
    - host: web.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
`;

function rulesOf(more: Record<string, string>): string[] {
  const tree = memoryTree({
    'web/kustomization.yaml': KUSTOMIZATION,
    'web/route.yaml': ROUTE,
    ...more,
  });
  const outcome = lint({ tree, policyFile: undefined, rules });
  if (outcome.status !== 'linted') throw new Error(JSON.stringify(outcome));
  return outcome.report.findings.map(({ ruleId }) => ruleId);
}

it('a Service that is missing is missing', () => {
  expect(rulesOf({})).toEqual(['gateway/backend']);
});

it('unless Applications that nobody sees may make it', () => {
  expect(rulesOf({ 'charts/templates/apps.yaml': TEMPLATE })).toEqual(['internal/no-applications']);
});
