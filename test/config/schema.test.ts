import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguageService, getLanguageService as Service } from 'yaml-language-server';
import schema from '../../schemas/pitower-lint.schema.json' with { type: 'json' };
import { rules } from '../../src/rules/index.ts';

type Node = { readonly [key: string]: unknown };
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const definitions: Node = schema.definitions;

/** Every key of the schema with what describes it, by its path. */
function keysOf(node: Node, path: string): [string, Node][] {
  const properties = isNode(node.properties) ? Object.entries(node.properties) : [];
  return properties.flatMap(([name, own]): [string, Node][] =>
    isNode(own) ? [[`${path}.${name}`, own], ...keysOf(own, `${path}.${name}`)] : [],
  );
}

const keys = [
  ...keysOf({ properties: schema.properties }, 'policy'),
  ...Object.entries(definitions).flatMap(([name, node]) =>
    isNode(node) ? keysOf(node, name) : [],
  ),
];

/** A definition that a key refers to. */
const resolved = (node: Node): Node => {
  const name = typeof node.$ref === 'string' ? node.$ref.replace('#/definitions/', '') : undefined;
  const found = name === undefined ? undefined : definitions[decodeURIComponent(name)];
  return isNode(found) ? { ...found, ...node } : node;
};

/** What a person could not guess from the names: values of their own, not words of a list, switches or parts. */
const isFree = (node: Node): boolean => {
  const own = resolved(node);
  if (own.enum !== undefined || own.const !== undefined || own.type === 'boolean') return false;
  if (isNode(own.properties)) return false;
  const parts = [own.anyOf, own.items].flat().filter(isNode);
  return parts.length === 0 || parts.some(isFree);
};

describe('every key of a policy', () => {
  it('there are many', () => expect(keys.length).toBeGreaterThan(120));

  it.each(keys)('%s is described', (_, node) => {
    expect(String(resolved(node).description ?? '')).toMatch(/^\S.*[.:`)]$/s);
  });

  const free = keys.filter(
    ([path, node]) => !/^Rules|\.rules$|severity$/.test(path) && isFree(node),
  );
  it.each(free)('%s has an example, a default or a pattern', (_, node) => {
    const own = resolved(node);
    const parts = [own, ...[own.items, own.anyOf].flat().filter(isNode).map(resolved)];
    expect(
      parts.some(part => part.examples ?? part.default ?? part.pattern ?? part.enum),
    ).toBeDefined();
  });

  it('names the rules that there are', () => {
    const known = isNode(definitions.Rules) ? definitions.Rules.properties : undefined;
    expect(Object.keys(known ?? {})).toEqual(expect.arrayContaining(rules.map(({ id }) => id)));
  });
});

describe('an editor with yaml-language-server', () => {
  const require = createRequire(import.meta.url);
  const { getLanguageService } = require('yaml-language-server') as {
    getLanguageService: typeof Service;
  };
  const uri = 'file:///cluster/.pitower-lint.yaml';
  const nothing = () => undefined;
  const service: LanguageService = getLanguageService({
    schemaRequestService: () => Promise.resolve(JSON.stringify(schema)),
    workspaceContext: { resolveRelativePath: (path: string) => path },
    telemetry: { send: nothing, sendError: nothing, sendTrack: nothing } as never,
  } as never);
  service.configure({
    validate: true,
    completion: true,
    hover: true,
    customTags: [],
    schemas: [
      {
        fileMatch: ['.pitower-lint.yaml', '.pitower-lint.yml'],
        uri: schema.$id,
        // It writes into what it is given, and other tests have the same schema.
        schema: structuredClone(schema),
      },
    ],
  } as never);
  // What it has read of a version it does not read again.
  let version = 0;
  const document = (text: string) => TextDocument.create(uri, 'yaml', ++version, text);

  /** What is offered where `|` stands. */
  async function offered(text: string): Promise<string[]> {
    const at = text.indexOf('|');
    const written = document(text.replace('|', ''));
    const list = await service.doComplete(written, written.positionAt(at), false);
    return list.items.map(({ label }) => label);
  }

  it('completes keys, rules and words', async () => {
    expect(await offered('|')).toEqual(expect.arrayContaining(['extends', 'objects', 'sources']));
    expect(await offered('rules:\n  |')).toEqual(
      expect.arrayContaining(['helm/crds', 'policy/source']),
    );
    expect(await offered('rules:\n  helm/crds: |')).toEqual(
      expect.arrayContaining(['"off"', 'info']),
    );
    expect(await offered('cilium:\n  mode: |')).toEqual(expect.arrayContaining(['dsr', 'snat']));
    expect(await offered('overrides:\n  - |')).toEqual(
      expect.arrayContaining(['categories', 'charts']),
    );
  });

  it('says what a key is', async () => {
    const text = document('charts:\n  cilium: ^1.18\n');
    const hover = await service.doHover(text, { line: 0, character: 2 });
    expect(JSON.stringify(hover?.contents)).toContain('Versions that charts may have');
  });

  it.each<[string, string, readonly string[]]>([
    [
      'a good policy',
      'extends: inferred\ncharts: {cilium: ^1.18}\nobjects: {a: {labels: {team: required}}}\n',
      [],
    ],
    ['a slip of a key', 'domain: [example.com]\n', ['Property domain is not allowed.']],
    ['a rule that is none', 'rules: {helm/crd: off}\n', ['Property helm/crd is not allowed.']],
    [
      'a word that is none',
      'cilium: {mode: fast}\n',
      ['Value is not accepted. Valid values: "snat", "dsr", "hybrid", "annotation".'],
    ],
  ])('validates: %s', async (_, text, messages) => {
    const found = await service.doValidation(document(text), false);
    expect(found.map(({ message }) => message)).toEqual(messages);
  });
});
