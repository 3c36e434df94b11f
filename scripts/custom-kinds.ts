/**
 * Writes `schemas/custom-kinds.json`: the fields of the kinds of well-known operators, or that they had in any of many
 * releases, for objects whose definitions are neither in the repository nor in a chart at hand. Its form is that of
 * `schemas/objects.json`, which scripts/object-schemas.ts describes.
 *
 *     npx tsx scripts/custom-kinds.ts DIRECTORY
 *
 * `DIRECTORY/<project>/<version>/…` has the files of each project of `PROJECTS` that hold its
 * CustomResourceDefinitions, of as many versions as are to count.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** Where the definitions come from, and the kinds of a group that people write themselves; undefined: all. */
const PROJECTS: readonly { name: string; source: string; kinds?: RegExp }[] = [
  {
    name: 'cloudnative-pg',
    source: 'https://github.com/cloudnative-pg/cloudnative-pg/tree/v1.30.0/config/crd/bases',
    kinds: /^(?!FailoverQuorum)/,
  },
  {
    name: 'plugin-barman-cloud',
    source: 'https://github.com/cloudnative-pg/plugin-barman-cloud/tree/v0.14.0/config/crd/bases',
  },
  { name: 'metallb', source: 'https://github.com/metallb/metallb/tree/v0.16.1/config/crd/bases' },
  { name: 'volsync', source: 'https://github.com/backube/volsync/tree/v0.16.0/config/crd/bases' },
  {
    name: 'traefik',
    source: 'https://github.com/traefik/traefik-helm-chart/tree/v41.3.0/traefik/crds',
  },
  {
    name: 'envoy-gateway',
    source: 'https://github.com/envoyproxy/gateway/tree/v1.9.0/charts/gateway-helm/charts/crds',
  },
  {
    name: 'rook',
    source: 'https://github.com/rook/rook/blob/v1.20.6/deploy/examples/crds.yaml',
    kinds: /^Ceph/,
  },
  {
    name: 'longhorn',
    source: 'https://github.com/longhorn/longhorn/blob/v1.12.0/deploy/longhorn.yaml',
    kinds: /^(?:BackupTarget|RecurringJob|Setting|BackingImage|Volume)$/,
  },
  {
    name: 'grafana-operator',
    source: 'https://github.com/grafana/grafana-operator/tree/v5.24.0/config/crd/bases',
  },
  {
    name: 'velero',
    source: 'https://github.com/vmware-tanzu/velero/tree/v1.18.1/config/crd',
    kinds: /^(?:Backup|BackupStorageLocation|Restore|Schedule|VolumeSnapshotLocation)$/,
  },
  {
    name: 'dragonfly-operator',
    source: 'https://github.com/dragonflydb/dragonfly-operator/tree/v1.6.1/config/crd/bases',
  },
  {
    name: 'tailscale',
    source: 'https://github.com/tailscale/tailscale/tree/v1.102.3/cmd/k8s-operator/deploy/crds',
  },
  {
    name: 'trust-manager',
    source: 'https://github.com/cert-manager/trust-manager/tree/v0.24.0/deploy/crds',
  },
  { name: 'keda', source: 'https://github.com/kedacore/keda/tree/v2.20.2/config/crd/bases' },
  {
    name: 'external-snapshotter',
    source: 'https://github.com/kubernetes-csi/external-snapshotter/tree/v8.6.0/client/config/crd',
    kinds: /^VolumeSnapshot(?:Class|Content)?$/,
  },
  {
    name: 'kyverno',
    source: 'https://github.com/kyverno/kyverno/tree/v1.19.0/config/crds',
    kinds:
      /^(?:Cluster|Validating|Mutating|Generating|Deleting|ImageValidating)?(?:Cleanup)?(?:Policy|PolicyException)$/,
  },
];

/** A schema of a definition, as far as it is read. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

interface Definition {
  readonly kind?: string;
  readonly spec?: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions?: readonly {
      readonly name: string;
      readonly schema?: { readonly openAPIV3Schema?: Schema };
    }[];
  };
}

/** What every object has, or what only its controller writes. */
const HEAD: Readonly<Record<string, string>> = {
  apiVersion: 's',
  kind: 's',
  metadata: '@ObjectMeta',
  status: 'x',
};

const kinds: Record<string, string> = {};
const types: Record<string, string> = {};
/** Types with the same fields are one. */
const names = new Map<string, string>();

/** The code of what all of these schemas allow, each that of another release. */
function codeOf(schemas: readonly Schema[], name: string): string {
  if (schemas.some(schema => schema['x-kubernetes-preserve-unknown-fields'])) return 'x';
  if (schemas.some(schema => schema['x-kubernetes-int-or-string'])) return 'q';
  const [type, ...others] = new Set(schemas.map(schema => schema.type));
  if (others.length > 0) return 'x';
  switch (type) {
    case 'string':
      return enumOf(schemas) ?? 's';
    case 'integer':
    case 'number':
      return 'n';
    case 'boolean':
      return 'b';
    case 'array': {
      const items = schemas.flatMap(schema => schema.items ?? []);
      return `[]${codeOf(items, name)}`;
    }
    case 'object':
      return objectCode(schemas, name);
    default:
      return 'x';
  }
}

function enumOf(schemas: readonly Schema[]): string | undefined {
  if (!schemas.every(schema => schema.enum)) return undefined;
  const values = [...new Set(schemas.flatMap(schema => schema.enum ?? []))].map(String);
  const words = values.filter(value => value !== '').map(value => value.replaceAll(' ', '~'));
  return words.length > 0 ? `=${words.join('|')}` : undefined;
}

function objectCode(schemas: readonly Schema[], name: string): string {
  const maps = schemas.flatMap(({ additionalProperties: of }) =>
    typeof of === 'object' ? of : [],
  );
  if (maps.length === schemas.length) return `{}${codeOf(maps, name)}`;
  if (maps.length > 0 || schemas.some(schema => !schema.properties)) return 'x';
  return `@${typeOf(schemas, name, {})}`;
}

/** The name of the type with all fields of these schemas; `!` marks those that each of them wants. */
function typeOf(
  schemas: readonly Schema[],
  name: string,
  given: Readonly<Record<string, string>>,
): string {
  const keys = [...new Set(schemas.flatMap(schema => Object.keys(schema.properties ?? {})))];
  const fields = keys.sort().map(key => {
    const own = schemas.flatMap(schema => schema.properties?.[key] ?? []);
    const isRequired = schemas.every(({ required }) => required?.includes(key));
    const isFilledIn = own.some(schema => schema.default !== undefined);
    const mark = isRequired && !isFilledIn && !(key in given) ? '!' : '';
    return `${key}${mark}:${given[key] ?? codeOf(own, key)}`;
  });
  const text = fields.join(' ');
  const known = names.get(text);
  if (known) return known;
  let free = name;
  for (let n = 2; free in types; n++) free = `${name}.${n}`;
  names.set(text, free);
  types[free] = text;
  return free;
}

const root = process.argv[2] ?? '';
for (const { name, kinds: wanted = /^/ } of PROJECTS) {
  const found = new Map<string, Schema[]>();
  for (const version of readdirSync(join(root, name))) {
    for (const file of readdirSync(join(root, name, version))) {
      const text = readFileSync(join(root, name, version, file), 'utf8');
      for (const document of parseAllDocuments(text)) {
        const { kind, spec } = (document.toJS() ?? {}) as Definition;
        if (kind !== 'CustomResourceDefinition' || !spec?.versions) continue;
        if (!wanted.test(spec.names.kind)) continue;
        for (const { name: served, schema } of spec.versions) {
          const key = `${spec.group}/${served}/${spec.names.kind}`;
          if (schema?.openAPIV3Schema?.properties)
            found.set(key, [...(found.get(key) ?? []), schema.openAPIV3Schema]);
        }
      }
    }
  }
  for (const [key, schemas] of [...found].sort()) {
    // Types of schemas/objects.json begin with a capital.
    const kind = key.slice(key.lastIndexOf('/') + 1);
    kinds[key] = typeOf(schemas, `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`, HEAD);
  }
}
writeFileSync('schemas/custom-kinds.json', `${JSON.stringify({ kinds, types }, null, 1)}\n`);
