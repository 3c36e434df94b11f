import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { JsonReport } from '../../src/report/json-report.ts';

// The same files get the same findings, whatever is named on the command line and wherever they lie.

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const APPLICATION_SET = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: apps, namespace: argocd}
spec:
  generators:
    - git:
        repoURL: https://github.com/example/cluster
        revision: HEAD
        directories: [{path: kubernetes/apps/*}]
  template:
    metadata: {name: '{{path.basename}}'}
    spec:
      project: default
      source: {repoURL: https://github.com/example/cluster, targetRevision: HEAD, path: '{{path}}'}
      destination: {server: https://kubernetes.default.svc, namespace: '{{path.basename}}'}
      syncPolicy: {syncOptions: [CreateNamespace=true]}
`;
const kustomization = (file: string) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${file}]\n`;
const route = (name: string, service: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ${name}}
spec:
  hostnames: [${name}.example.com]
  parentRefs: [{name: external, namespace: web}]
  rules:
    - backendRefs: [{name: ${service}, port: 80}]
`;

/** Both applications have a broken route; the gateway of both is in one of them. */
const FILES: Readonly<Record<string, string>> = {
  'kubernetes/argocd/apps.yaml': APPLICATION_SET,
  'kubernetes/apps/web/kustomization.yaml': kustomization('all.yaml'),
  'kubernetes/apps/web/all.yaml': `${route('web', 'web')}---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: external}
spec:
  gatewayClassName: envoy
  listeners:
    - name: http
      port: 80
      protocol: HTTP
      allowedRoutes: {namespaces: {from: All}}
`,
  'kubernetes/apps/shop/kustomization.yaml': kustomization('route.yaml'),
  'kubernetes/apps/shop/route.yaml': route('shop', 'shop'),
};

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function repository(files: Readonly<Record<string, string>> = FILES): string {
  const folder = mkdtempSync(join(tmpdir(), 'pitower-lint-paths-'));
  made.push(folder);
  write(folder, files);
  execFileSync('git', ['init', '-q', folder]);
  execFileSync('git', ['-C', folder, 'add', '-A', '-f']);
  return folder;
}

function lint(args: readonly string[], input = ''): string[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['dist/cli.js', ...args, '--format', 'json'],
    { encoding: 'utf8', input },
  );
  expect(stderr).toBe('');
  const { findings } = JSON.parse(stdout) as JsonReport;
  return findings.map(({ file, line, ruleId }) => `${file}:${line} ${ruleId}`);
}

describe('paths on the command line', () => {
  const folder = repository();
  const all = lint([folder]);
  const below = (path: string) => all.filter(line => line.startsWith(path));

  it('the root: everything', () => {
    expect(all).toEqual([
      'kubernetes/apps/shop/route.yaml:8 gateway/backend',
      'kubernetes/apps/web/all.yaml:8 gateway/backend',
    ]);
  });

  it.each([
    ['kubernetes/apps/shop'],
    ['kubernetes/apps'],
    ['kubernetes'],
    ['kubernetes/apps/shop/route.yaml'],
  ])('%s: what the root has of it', path => {
    const found = lint([join(folder, path)]);
    expect(found.map(line => line.replace(/^(?!kubernetes\/)/, 'kubernetes/'))).toEqual(
      below(path),
    );
  });

  it('several paths: what the root has of each', () => {
    const paths = ['kubernetes/apps/shop/route.yaml', 'kubernetes/apps/web'];
    const found = lint(paths.map(path => join(folder, path)));
    expect(found.map(line => line.replace(/^(?!kubernetes\/)/, 'kubernetes/'))).toEqual(all);
  });

  it('standard input: the file as it is being edited', () => {
    const path = 'kubernetes/apps/shop/route.yaml';
    const edited = route('shop', 'shop').replace('external', 'extrnal');
    const found = lint(['-', '--stdin-path', join(folder, path)], edited);
    expect(found.map(line => line.replace(/^.*\/(?=\w+\.yaml)/, ''))).toEqual([
      'route.yaml:6 gateway/unknown-parent',
      'route.yaml:8 gateway/backend',
    ]);
  });

  it('a copy within another repository: the same, its own paths counting', () => {
    const outer = repository({ 'README.md': '# Another project\n' });
    cpSync(join(folder, 'kubernetes'), join(outer, 'vendor-copy', 'kubernetes'), {
      recursive: true,
    });
    const found = lint([join(outer, 'vendor-copy')]);
    expect(found.map(line => line.replace(/^.*(?=kubernetes\/)/, ''))).toEqual(all);
  });

  it('a repository with a copy of another in it: the copy is left alone', () => {
    const outer = repository();
    write(join(outer, 'samples', 'old'), {
      ...FILES,
      'kubernetes/apps/web/all.yaml': route('web', 'gone'),
      'kubernetes/argocd/apps.yaml': APPLICATION_SET.replaceAll('kubernetes/apps', 'clusters/apps'),
      'clusters/apps/web/kustomization.yaml': kustomization('missing.yaml'),
    });
    expect(lint([outer])).toEqual(all);
  });

  it.each([['docs/samples/web'], ['docs/samples/web/all.yaml']])(
    '%s, which the repository leaves out: linted by itself',
    path => {
      const outer = repository({
        ...FILES,
        'docs/samples/web/kustomization.yaml': kustomization('all.yaml'),
        'docs/samples/web/all.yaml': route('web', 'gone'),
      });
      expect(lint([outer])).toEqual(all);
      expect(lint([join(outer, path)]).map(line => line.replace(/^.*\//, ''))).not.toEqual([]);
    },
  );

  it('files that are tracked although an ignore rule matches them are part of it', () => {
    const ignored = repository({ ...FILES, '.gitignore': 'apps/\n' });
    expect(lint([ignored])).toEqual(all);
  });

  it('the policy names the directory that is linted', () => {
    const rooted = repository({ ...FILES, 'ci/.pitower-lint.yaml': 'root: ..\n' });
    expect(
      lint([join(rooted, 'ci', '..'), '--config', join(rooted, 'ci/.pitower-lint.yaml')]),
    ).toEqual(all);
    expect(readFileSync(join(rooted, 'ci/.pitower-lint.yaml'), 'utf8')).toContain('root');
  });
});
