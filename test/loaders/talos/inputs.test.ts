import { describe, expect, it } from 'vitest';
import { talosInputs, templates } from '../../../src/loaders/talos/inputs/index.ts';
import { toPlain } from '../../../src/yaml/access.ts';
import { openSources } from '../../../src/yaml/sources.ts';
import { memoryTree } from '../../support/memory-tree.ts';

// Which patches a machine gets, in which order, from the tools that make configurations.

const A = 'machine: {sysctls: {a.b: all}}\n';
const R = 'machine: {sysctls: {a.b: role}}\n';
const N = 'machine: {sysctls: {a.b: node}}\n';

function layers(files: Readonly<Record<string, string>>): Record<string, unknown[]> {
  const sources = openSources(memoryTree(files));
  const documents = Object.keys(files).flatMap(path => sources.parse(path).documents);
  const found: Record<string, unknown[]> = {};
  for (const { patches } of talosInputs(sources, documents))
    for (const { node = '', value } of patches) {
      const plain = toPlain(value) as { machine?: { sysctls?: Record<string, string> } };
      found[node] = [...(found[node] ?? []), plain.machine?.sysctls?.['a.b'] ?? plain];
    }
  return found;
}

describe('talhelper', () => {
  const files = { 'talos/a.yaml': A, 'talos/r.yaml': R, 'talos/n.yaml': N };
  const config = (more = '') => `clusterName: home
patches: ["@./a.yaml"]
worker: {patches: ["@./r.yaml"]}
nodes:
  - hostname: w1
    patches: ["@./n.yaml"]${more}
`;

  it('takes patches of the group, of the node, and the global ones last', () => {
    expect(layers({ ...files, 'talos/talconfig.yaml': config() })).toEqual({
      w1: ['role', 'node', 'all'],
    });
  });

  it('leaves the group out where the node says so', () => {
    const own = config('\n    overridePatches: true');
    expect(layers({ ...files, 'talos/talconfig.yaml': own })).toEqual({ w1: ['node', 'all'] });
  });

  it('reads a patch that stands in the configuration itself', () => {
    const inline =
      'nodes:\n  - hostname: w1\n    patches:\n      - |-\n        machine: {sysctls: {a.b: inline}}\n';
    expect(layers({ 'talos/talconfig.yaml': inline })).toEqual({ w1: ['inline'] });
  });

  it('makes of its own fields what rules across layers ask for', () => {
    const own = 'cniConfig: {name: none}\nnodes:\n  - hostname: w1\n';
    expect(layers({ 'talconfig.yaml': own })).toEqual({
      w1: [{ cluster: { network: { cni: { name: 'none' } } } }],
    });
  });
});

describe('Omni cluster templates', () => {
  const template = `kind: Cluster
name: home
patches: [{name: a, inline: {machine: {sysctls: {a.b: all}}}}]
---
kind: ControlPlane
machines: [uuid-1]
patches: [{file: r.yaml}]
---
kind: Machine
name: uuid-1
patches:
  - name: n
    inline: |
      machine: {sysctls: {a.b: node}}
---
kind: Workers
machineClass: {name: small, size: 2}
patches:
  - name: two
    inline:
      - machine: {sysctls: {a.b: one}}
      - machine: {sysctls: {a.b: two}}
`;

  it('give the patches of the cluster, the machine set and the machine, one node a class', () => {
    expect(layers({ 'omni/cluster.yaml': template, 'omni/r.yaml': R })).toEqual({
      'uuid-1': ['all', 'role', 'node'],
      'home-workers': ['all', 'one', 'two'],
    });
  });
});

describe('templates of OpenTofu and topf', () => {
  const read = (path: string, text: string) =>
    templates(openSources(memoryTree({ [path]: text }))).map(
      ({ value }) => value && toPlain(value),
    );

  it('are read where they only fill in values', () => {
    const text =
      'machine:\n  network:\n    hostname: ${hostname}\n  certSANs: [${a.b}, {{ .Node.IP }}]\n';
    expect(read('tofu/control-plane.yaml.tftpl', text)).toEqual([
      { machine: { network: { hostname: '<_hostname>' }, certSANs: ['<_a.b>', '<__.Node.IP__>'] } },
    ]);
  });

  it('are left alone where they have conditions or loops', () => {
    const text = 'machine:\n%{ if vip }\n  network: {}\n%{ endif }\n';
    expect(read('tofu/control-plane.yaml.tftpl', text)).toEqual([]);
  });
});
