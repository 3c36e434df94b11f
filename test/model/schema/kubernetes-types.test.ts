import { type InterfaceDeclaration, Project, type Type } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { type FieldType, fieldsOf, typeOfKind } from '../../../src/model/schema/table.ts';

// A second source for Kubernetes' own kinds: whatever kubernetes-types declares, the table knows,
// so that a field is called unknown only where two independent lists lack it.

const GROUPS = ['apps', 'autoscaling', 'batch', 'core', 'networking', 'policy', 'rbac', 'storage'];
const project = new Project({ compilerOptions: { strict: true } });
const kinds = GROUPS.flatMap(group =>
  project
    .addSourceFilesAtPaths(`node_modules/kubernetes-types/${group}/v*.d.ts`)
    .flatMap(file => file.getInterfaces()),
).flatMap(declaration => {
  const [apiVersion, kind] = ['apiVersion', 'kind'].map(name => literalOf(declaration, name));
  const type = apiVersion && kind ? typeOfKind(apiVersion, kind) : undefined;
  return type ? [{ title: `${apiVersion} ${kind}`, declared: declaration.getType(), type }] : [];
});

function literalOf(declaration: InterfaceDeclaration, name: string): string | undefined {
  const text = declaration.getProperty(name)?.getTypeNode()?.getText();
  return text?.startsWith('"') ? text.slice(1, -1) : undefined;
}

/** Paths that are declared and that the table doesn't have. */
function missing(declared: Type, type: FieldType, path: string, seen: Set<string>): string[] {
  const actual = declared.getNonNullableType();
  if (type.is === 'list' || type.is === 'map') {
    const inner = actual.getArrayElementType() ?? actual.getStringIndexType();
    return inner ? missing(inner, type.of, path, seen) : [];
  }
  if (type.is !== 'object' || !actual.isInterface() || seen.has(type.name)) return [];
  seen.add(type.name);
  const fields = fieldsOf(type.name);
  return actual.getProperties().flatMap(property => {
    const at = `${path}.${property.getName()}`;
    const field = fields.get(property.getName());
    const node = property.getValueDeclaration();
    if (!field) return [at];
    return node ? missing(property.getTypeAtLocation(node), field.type, at, seen) : [];
  });
}

/** Of the status nobody writes anything: the table leaves it open. */
const isWritten = (path: string): boolean => !path.startsWith('.status') && !isGone(path);

/** Alpha in Kubernetes 1.30, whose declarations these are, and gone since 1.31. */
const isGone = (path: string): boolean => path.endsWith('.spec.resourceClaims.source');

describe('every field that kubernetes-types declares is in the table', () => {
  it('for most kinds', () => expect(kinds.length).toBeGreaterThan(25));

  it.each(kinds)('$title', ({ declared, type }) => {
    expect(missing(declared, type, '', new Set()).filter(isWritten)).toEqual([]);
  });
});
