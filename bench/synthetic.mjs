// Makes a repository that describes one cluster with any number of applications, each a directory of its own
// that an ApplicationSet finds. Every tenth has a mistake, so that findings and suggestions cost what they cost.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const CATEGORIES = ['media', 'networking', 'observability', 'security', 'selfhosted', 'storage'];

const applicationSet = category => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: ${category}
  namespace: argocd
spec:
  goTemplate: true
  goTemplateOptions: [missingkey=error]
  generators:
    - git:
        repoURL: https://github.com/example/synthetic.git
        revision: HEAD
        directories:
          - path: apps/${category}/*
  template:
    metadata:
      name: '{{ .path.basename }}'
    spec:
      project: default
      source:
        repoURL: https://github.com/example/synthetic.git
        targetRevision: HEAD
        path: '{{ .path.path }}'
      destination:
        server: https://kubernetes.default.svc
        namespace: ${category}
      syncPolicy:
        automated: {prune: true, selfHeal: true}
        syncOptions: [CreateNamespace=true]
`;

const kustomization = (category, name) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${category}
resources:
  - deployment.yaml
  - service.yaml
  - route.yaml
  - secret.yaml
  - claim.yaml
configMapGenerator:
  - name: ${name}-config
    files: [config.yaml]
labels:
  - pairs: {app.kubernetes.io/part-of: ${category}}
    includeSelectors: false
`;

const deployment = (name, secret) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: ${name}
spec:
  replicas: 1
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      securityContext:
        runAsNonRoot: true
        runAsUser: 568
      containers:
        - name: app
          image: ghcr.io/example/${name}:1.2.3
          envFrom:
            - secretRef:
                name: ${secret}
          ports:
            - name: http
              containerPort: 8080
          # The application is ready once its database is.
          readinessProbe:
            httpGet: {path: /healthz, port: http}
          resources:
            requests: {cpu: 10m, memory: 64Mi}
            limits: {memory: 256Mi}
          volumeMounts:
            - name: data
              mountPath: /data
            - name: config
              mountPath: /config
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: ${name}
        - name: config
          configMap:
            name: ${name}-config
`;

const service = (name, target) => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: ${target}
`;

const route = (name, backend) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: ${name}
spec:
  parentRefs:
    - name: internal
      namespace: networking
  hostnames: [${name}.example.com]
  rules:
    - backendRefs:
        - name: ${backend}
          port: 80
`;

const externalSecret = name => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: ${name}
spec:
  secretStoreRef:
    kind: ClusterSecretStore
    name: vault
  target:
    name: ${name}-secret
  dataFrom:
    - extract:
        key: ${name}
`;

const claim = name => `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: ${name}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: fast
  resources:
    requests:
      storage: 1Gi
`;

const SHARED = {
  'apps/networking/gateway/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: networking\nresources: [gateway.yaml]\n',
  'apps/networking/gateway/gateway.yaml': `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: internal
spec:
  gatewayClassName: envoy
  listeners:
    - name: http
      protocol: HTTP
      port: 80
      hostname: '*.example.com'
      allowedRoutes:
        namespaces: {from: All}
`,
  'apps/storage/classes/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [class.yaml, store.yaml]\n',
  'apps/storage/classes/class.yaml':
    'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: fast\nprovisioner: example.com/fast\n',
  'apps/storage/classes/store.yaml': `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: vault
spec:
  provider:
    fake:
      data: []
`,
};

/** Writes a repository of so many applications into a folder. */
export function writeRepository(folder, applications) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('.git/HEAD', 'ref: refs/heads/main\n');
  write('.git/config', '[remote "origin"]\n\turl = https://github.com/example/synthetic.git\n');
  for (const category of CATEGORIES) write(`sets/${category}.yaml`, applicationSet(category));
  for (const [path, text] of Object.entries(SHARED)) write(path, text);
  for (let i = 0; i < applications; i++) {
    const category = CATEGORIES[i % CATEGORIES.length];
    const name = `app-${i}`;
    const isWrong = i % 10 === 0;
    const at = `apps/${category}/${name}`;
    write(`${at}/kustomization.yaml`, kustomization(category, name));
    write(`${at}/deployment.yaml`, deployment(name, `${name}-${isWrong ? 'secrets' : 'secret'}`));
    write(`${at}/service.yaml`, service(name, i % 20 === 0 ? 'https' : 'http'));
    write(`${at}/route.yaml`, route(name, isWrong ? `${name}-web` : name));
    write(`${at}/secret.yaml`, externalSecret(name));
    write(`${at}/claim.yaml`, claim(name));
    write(`${at}/config.yaml`, `logLevel: info\nserver:\n  port: 8080\n  name: ${name}\n`);
  }
}
