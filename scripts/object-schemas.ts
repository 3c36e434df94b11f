import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** Packages of type declarations, made from the OpenAPI documents and Go types of each project. */
const PACKAGES: readonly {
  readonly name: string;
  /** API groups whose kinds are taken; undefined: all. */
  readonly groups?: readonly string[];
  /**
   * Whether "not optional" means that the API refuses an object without the field. Of custom
   * resources it doesn't: a default in the CRD may fill it in.
   */
  readonly required?: boolean;
}[] = [
  { name: 'kubernetes-models', required: true }, // Kubernetes 1.36
  { name: '@kubernetes-models/gateway-api', groups: ['gateway.networking.k8s.io'] },
  { name: '@kubernetes-models/cilium', groups: ['cilium.io'] },
  { name: '@kubernetes-models/cert-manager', groups: ['cert-manager.io'] },
  { name: '@kubernetes-models/external-secrets', groups: ['external-secrets.io'] },
  { name: '@kubernetes-models/sealed-secrets', groups: ['bitnami.com'] },
  { name: '@kubernetes-models/argo-cd', groups: ['argoproj.io'] },
  { name: '@kubernetes-models/prometheus-operator', groups: ['monitoring.coreos.com'] },
];

/** Kinds that nobody keeps in a repository, or whose schema the declarations can't express. */
const LEFT_OUT =
  /List$|Review$|^(Binding|ComponentStatus|CSINode|CSIStorageCapacity|CustomResourceDefinition|DeleteOptions|EmbeddedPersistentVolumeClaim|Event|Eviction|Node|Scale|Status|TokenRequest|VolumeAttachment|WatchEvent|Cilium(BGPNodeConfig|Endpoint|EndpointSlice|Identity|Node)|CertificateRequest|CertificateSigningRequest|ControllerRevision|Lease|ResourceSlice|(Cluster)?PushSecret|Prometheus|PrometheusAgent|Alertmanager|ThanosRuler|AlertmanagerConfig)$/;

/** Fields that are newer than the declarations, or that older releases still in use have. */
const ADDITIONS: Readonly<Record<string, string>> = {
  // https://external-secrets.io/latest/api/spec/
  ExternalSecretDataRemoteRef: 'nullBytePolicy:s',
  ExternalSecretFind: 'nullBytePolicy:s',
  ExternalSecretRewrite: 'merge:x',
  ExternalSecretTarget: 'manifest:x',
  ExternalSecretTemplateMetadata: 'finalizers:[]s',
  // Experimental until Gateway API 1.4, which has both under spec.tls.
  GatewaySpec: 'backendTLS:x',
  ListenerTLSConfig: 'frontendValidation:x',
  // Until Cilium 1.15; loadbalancer/pool knows when it is gone.
  CiliumLoadBalancerIPPoolSpec: 'cidrs:x',
};

/**
 * Required by the OpenAPI document, but the server fills them in or does without.
 * https://github.com/kubernetes/kubernetes/tree/master/pkg/apis: defaults.go and validation.go
 */
const NOT_REQUIRED = new Set([
  'NetworkPolicySpec.podSelector',
  'RoleRef.apiGroup',
  'StatefulSetSpec.serviceName',
]);

/** Fields whose values are base64. */
const BYTES = new Set(['Secret.data', 'ConfigMap.binaryData']);

/**
 * Fields that only the server writes, where nobody reads what stands there; and those that grow with
 * every release.
 */
const OPEN_FIELDS = new Set(['status', 'managedFields', 'operation', 'provider', 'sourceHydrator']);

/**
 * The fields of every kind, as `schemas/objects.json` holds them: `kinds` leads from apiVersion and
 * kind to a type, `types` from a type to its fields. A type is `name:type` words; `!` after a name
 * marks a required field, and a type is
 *
 *     s n b q y x  string, number, boolean, string or number, base64, anything
 *     []T {}T      a list, a map of T
 *     =A|B         one of these strings, `~` for a space
 *     @Name        another type
 */
export function objectSchemas(): { kinds: Record<string, string>; types: Record<string, string> } {
  const reader = new DeclarationReader();
  const kinds: Record<string, string> = {};
  for (const { name, groups, required = false } of PACKAGES) {
    for (const path of declarations(join(MODELS, name))) {
      const kind = reader.kindIn(path);
      if (!kind || LEFT_OUT.test(kind.kind)) continue;
      const group = kind.apiVersion.replace(/\/?[^/]*$/, '');
      if (groups && !groups.includes(group)) continue;
      // The declarations have what Kubernetes once served, too.
      if (name === 'kubernetes-models' && /beta\d+$/.test(kind.apiVersion)) continue;
      kinds[`${kind.apiVersion}/${kind.kind}`] = reader.typeIn(path, required);
    }
  }
  return { kinds: sorted(kinds), types: sorted(withoutEmpty(reader.types)) };
}

/** Where the declarations are installed: they want a newer Node than all else, and so have a place of their own. */
const MODELS =
  ['scripts/object-models/node_modules', 'node_modules'].find(folder =>
    existsSync(join(folder, 'kubernetes-models')),
  ) ?? '';

/** Whether there are declarations to make the schemas of. */
export const hasObjectModels = MODELS !== '';

const sorted = (record: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A type without fields is one that takes any: `RawExtension`, `FieldsV1`. */
function withoutEmpty(types: Record<string, string>): Record<string, string> {
  const isOpen = (name: string) => types[name] === '';
  return Object.fromEntries(
    Object.entries(types)
      .filter(([name]) => !isOpen(name))
      .map(([name, fields]) => [
        name,
        fields.replace(/@(\S+)/g, (code, target: string) => (isOpen(target) ? 'x' : code)),
      ]),
  );
}

const declarations = (root: string): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.d.ts') && !/(^|[\\/])(node_modules|_schemas)[\\/]/.test(path))
    .filter(path => !path.endsWith('index.d.ts'))
    .map(path => join(root, path))
    .sort();

/** The fields of a type literal; of `{ all } & ({ one } | { other })`, where one is required, all. */
function fieldsIn(type: ts.TypeNode): readonly ts.PropertySignature[] | undefined {
  const literal = ts.isIntersectionTypeNode(type) ? type.types[0] : type;
  if (!literal || !ts.isTypeLiteralNode(literal)) return undefined;
  const fields = literal.members.filter(ts.isPropertySignature);
  return fields.length > 0 ? fields : undefined;
}

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

/** Reads declarations and gathers the types that they lead to. A class for its caches. */
class DeclarationReader {
  readonly types: Record<string, string> = {};
  readonly #files = new Map<string, ts.SourceFile>();
  readonly #names = new Map<string, string>();

  kindIn(path: string): { apiVersion: string; kind: string } | undefined {
    const text = readFileSync(path, 'utf8');
    const apiVersion = /^ {4}"?apiVersion"?: "([^"]+)";/m.exec(text)?.[1];
    const kind = /^ {4}"?kind"?: "([^"]+)";/m.exec(text)?.[1];
    return apiVersion && kind ? { apiVersion, kind } : undefined;
  }

  /** The name of the type that a file declares, its fields gathered. */
  typeIn(path: string, required: boolean): string {
    const known = this.#names.get(path);
    if (known) return known;
    const declaration = this.#declarationIn(path);
    const wanted = declaration.name.text.replace(/^I(?=[A-Z])/, '');
    let name = wanted;
    for (let n = 2; name in this.types; n++) name = `${wanted}.${n}`;
    this.#names.set(path, name);
    this.types[name] = ''; // taken, while what it leads to is read
    const members = this.#membersOf(declaration, path);
    const fields = members.map(({ member, file }) => this.#field(member, file, name, required));
    const added = (ADDITIONS[wanted]?.split(' ') ?? []).filter(field => !fields.includes(field));
    this.types[name] = [...fields, ...added].sort().join(' ');
    return name;
  }

  #field(member: ts.PropertySignature, file: string, owner: string, required: boolean): string {
    const name = (member.name as ts.StringLiteral | ts.Identifier).text;
    const isRequired =
      required && !member.questionToken && !NOT_REQUIRED.has(`${owner}.${name}`) ? '!' : '';
    const isOpen = OPEN_FIELDS.has(name) || !member.type;
    const type = isOpen
      ? 'x'
      : BYTES.has(`${owner}.${name}`)
        ? '{}y'
        : this.#type(member.type, file, `${owner}.${name}`, required);
    return `${name}${isRequired}:${type}`;
  }

  /** The code of a type; `owner` names it where it is declared in place. */
  #type(node: ts.TypeNode, file: string, owner: string, required: boolean): string {
    switch (node.kind) {
      case ts.SyntaxKind.StringKeyword:
        return 's';
      case ts.SyntaxKind.NumberKeyword:
        return 'n';
      case ts.SyntaxKind.BooleanKeyword:
        return 'b';
    }
    if (ts.isParenthesizedTypeNode(node)) return this.#type(node.type, file, owner, required);
    if (ts.isArrayTypeNode(node)) return `[]${this.#type(node.elementType, file, owner, required)}`;
    if (ts.isUnionTypeNode(node)) return this.#union(node, file, owner, required);
    if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal))
      return `=${node.literal.text.replaceAll(' ', '~')}`;
    if (ts.isTypeLiteralNode(node)) return this.#literal(node, file, owner, required);
    if (!ts.isTypeReferenceNode(node)) return 'x';
    const name = node.typeName.getText();
    const [only] = node.typeArguments ?? [];
    if (name === 'Array' && only) return `[]${this.#type(only, file, owner, required)}`;
    const target = this.#resolve(name, file);
    if (target === undefined) return 'x';
    const declaration = this.#declarationIn(target);
    if (ts.isTypeAliasDeclaration(declaration) && !fieldsIn(declaration.type))
      return this.#type(declaration.type, target, declaration.name.text.slice(1), required);
    return `@${this.typeIn(target, required)}`;
  }

  #union(node: ts.UnionTypeNode, file: string, owner: string, required: boolean): string {
    const codes = node.types
      .filter(({ kind }) => kind !== ts.SyntaxKind.NullKeyword)
      .map(type => this.#type(type, file, owner, required))
      .filter(code => code !== 'null');
    if (codes.every(code => code.startsWith('=')))
      return `=${codes.map(code => code.slice(1)).join('|')}`;
    const [first, ...others] = [...new Set(codes)].sort();
    if (first === 'n' && others.length === 1 && others[0] === 's') return 'q';
    return others.length === 0 && first ? first : 'x';
  }

  #literal(node: ts.TypeLiteralNode, file: string, owner: string, required: boolean): string {
    const [index] = node.members.filter(ts.isIndexSignatureDeclaration);
    if (index) return `{}${this.#type(index.type, file, owner, required)}`;
    const members = node.members.filter(ts.isPropertySignature);
    if (members.length === 0) return 'x';
    const fields = members.map(member => this.#field(member, file, owner, required));
    this.types[owner] = fields.sort().join(' ');
    return `@${owner}`;
  }

  #membersOf(
    declaration: Declaration,
    file: string,
  ): { member: ts.PropertySignature; file: string }[] {
    if (ts.isTypeAliasDeclaration(declaration)) {
      const members = fieldsIn(declaration.type) ?? [];
      return members.map(member => ({ member, file }));
    }
    const inherited = (declaration.heritageClauses ?? [])
      .flatMap(({ types }) => types)
      .flatMap(({ expression }) => {
        const path = this.#resolve(expression.getText(), file);
        return path === undefined ? [] : this.#membersOf(this.#declarationIn(path), path);
      });
    const own = declaration.members
      .filter(ts.isPropertySignature)
      .map(member => ({ member, file }));
    return [...inherited, ...own];
  }

  /** The file that an imported name comes from; undefined for what is no part of an object. */
  #resolve(name: string, file: string): string | undefined {
    for (const statement of this.#parse(file).statements) {
      if (!ts.isImportDeclaration(statement)) continue;
      const bindings = statement.importClause?.namedBindings;
      if (!bindings || !ts.isNamedImports(bindings)) continue;
      if (!bindings.elements.some(element => element.name.text === name)) continue;
      const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
      if (specifier === '@kubernetes-models/base') return undefined;
      const base = specifier.startsWith('.')
        ? join(dirname(file), specifier)
        : join(MODELS, specifier);
      const path = `${base.replace(/\.js$/, '')}.d.ts`;
      if (!existsSync(path)) throw new Error(`${relative('.', file)}: nothing at ${specifier}`);
      return path;
    }
    return undefined;
  }

  #declarationIn(path: string): Declaration {
    const declaration = this.#parse(path).statements.find(
      (statement): statement is Declaration =>
        ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement),
    );
    if (!declaration) throw new Error(`${path} declares no type`);
    return declaration;
  }

  #parse(path: string): ts.SourceFile {
    const known = this.#files.get(path);
    if (known) return known;
    const file = ts.createSourceFile(
      path,
      readFileSync(path, 'utf8'),
      ts.ScriptTarget.Latest,
      /* setParentNodes */ true,
    );
    this.#files.set(path, file);
    return file;
  }
}
