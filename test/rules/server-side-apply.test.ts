import { describe, expect, it } from 'vitest';
import { reportOn } from '../support/report.ts';

const settings = (length: number, annotations = '') => `apiVersion: v1
kind: ConfigMap
metadata:
  name: dashboard
  namespace: web
${annotations}data:
  text: "${'x'.repeat(length)}"
`;

const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
spec:
  project: default
  source: { repoURL: https://example.com/cluster.git, path: web }
  destination: { server: https://kubernetes.default.svc, namespace: web }
  syncPolicy:
    syncOptions: [CreateNamespace=true]
`;

const sizesOf = (object: string): string[] =>
  reportOn({ 'argocd.yaml': application, 'web/settings.yaml': object }).findings.flatMap(
    ({ ruleId, message }) => (ruleId === 'argocd/server-side-apply' ? [message] : []),
  );

/** What the object without its text, and the key of the annotation, need. */
const REST = 155;

describe('an object that is applied by the client', () => {
  it('may fill the annotations of an object', () => {
    expect(sizesOf(settings(262_144 - REST))).toEqual([]);
  });

  it('may not have a byte more', () => {
    expect(sizesOf(settings(262_144 - REST + 1))).toEqual([
      'the ConfigMap `dashboard` is too large for client-side apply: its annotation would have 262,145 bytes, and the limit is 262,144 bytes',
    ]);
  });

  it('may be as large as it likes where it asks for server-side apply itself', () => {
    const annotations =
      '  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,ServerSideApply=true\n';
    expect(sizesOf(settings(300_000, annotations))).toEqual([]);
  });
});
