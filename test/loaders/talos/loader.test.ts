import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeMachineConfig } from '../../../src/loaders/talos/merge.ts';
import { asMap, toPlain } from '../../../src/yaml/access.ts';
import type { LocatedMap } from '../../../src/yaml/located.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';
import { inPatches, mergedOf, modelOf } from './support.ts';

describe('layers', () => {
  it("applies general, then role, then the node's own patch", () => {
    const patches = {
      general: 'machine: {sysctls: {a: general, b: general, c: general}}\n',
      controlplane: 'machine: {sysctls: {b: role, c: role}}\n',
      worker: 'machine: {sysctls: {a: worker}}\n',
      'nodes/cp-1': 'machine: {sysctls: {c: node}}\n',
    };
    expect(mergedOf(patches)).toEqual({
      machine: { sysctls: { a: 'general', b: 'role', c: 'node' } },
    });
  });

  it('keeps the place of whoever wrote a value last', () => {
    const model = modelOf(
      inPatches({
        general: 'machine: {sysctls: {a: general, b: general}}\n',
        'nodes/cp-1': 'machine: {sysctls: {b: node}}\n',
      }),
    );
    const sysctls = asMap(model.nodes[0]?.machine)?.entries.get('machine')?.value;
    const at = (key: string) => {
      const map = asMap(asMap(sysctls)?.entries.get('sysctls')?.value);
      return map?.entries.get(key)?.value.origin.file.path;
    };
    expect(at('a')).toBe('talos/patches/general.yaml');
    expect(at('b')).toBe('talos/patches/nodes/cp-1.yaml');
  });

  it.each([
    ['.patch files in nodes/', 'talos/patches/nodes/a.patch', 'a'],
    ['folders of topf', 'talos/pitower/node/a/01-install.yaml', 'a'],
  ])('%s', (_, path, name) => {
    const model = modelOf({ [path]: 'machine: {install: {disk: /dev/sda}}\n' });
    expect(model.nodes.map(node => node.name)).toEqual([name]);
  });
});

describe('roles', () => {
  const patch = 'machine: {install: {disk: /dev/sda}}\n';
  it.each([
    ["a recipe's list", { justfile: 'workers := "x a y"\n' }, 'worker'],
    [
      "a recipe's base file",
      { justfile: 'talosctl machineconfig patch controlplane.yaml --patch @../nodes/a.patch\n' },
      'controlplane',
    ],
    ['topf.yaml', { 'topf.yaml': 'nodes: [{host: a, role: control-plane}]\n' }, 'controlplane'],
    ['nothing', {}, undefined],
  ] as const)('by %s', (_, files, role) => {
    const model = modelOf({ ...inPatches({ 'nodes/a': patch }), ...files });
    expect(model.nodes[0]?.role).toBe(role);
  });
});

describe('schematics', () => {
  // Ids that the Image Factory answers for these texts.
  it.each([
    [
      'an extension',
      `# Extensions in their order; comments don't count.
customization:
  systemExtensions:
    officialExtensions: [siderolabs/i915-ucode, siderolabs/intel-ucode]
`,
      '97bf8e92fc6bba0f03928b859c08295d7615737b29db06a97be51dc63004e403',
    ],
    [
      'an overlay',
      `customization: {}
overlay:
  name: rpi_generic
  image: siderolabs/sbc-raspberrypi
  options:
    configTxtAppend: |-
      dtoverlay=rpi-poe-plus
      dtparam=poe_fan_temp0=55000
      dtparam=poe_fan_temp1=62000
      dtparam=poe_fan_temp2=68000
      dtparam=poe_fan_temp3=75000
`,
      'b20ebea3e32b2f257ad89c4d09ceb46145dd6da77f30d13dcce9e200e4d90b06',
    ],
    ['a text that may be quoted', 'overlay: {name: "on", image: a}\n', undefined],
  ])('%s', (_, text, id) => {
    expect(modelOf({ 'talos/schematics/a.yaml': text }).schematics[0]?.contentId).toBe(id);
  });
});

const map = (value: unknown): LocatedMap => {
  const [document] = parseYaml({ path: 'a.yaml', text: JSON.stringify(value) }).documents;
  const located = asMap(document?.value);
  if (!located) throw new Error('no map');
  return located;
};

describe('laws of merging', () => {
  const configs = fc.record(
    {
      machine: fc.record(
        {
          certSANs: fc.array(fc.constantFrom('a', 'b')),
          sysctls: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2', '')),
          install: fc.record({ disk: fc.constantFrom('/dev/sda', ''), wipe: fc.boolean() }),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );

  it('an empty patch changes nothing', () => {
    fc.assert(
      fc.property(configs, config => {
        expect(toPlain(mergeMachineConfig(map(config), map({})))).toEqual(toPlain(map(config)));
      }),
    );
  });

  it("it doesn't matter which two neighbours are merged first", () => {
    fc.assert(
      fc.property(configs, configs, configs, (a, b, c) => {
        const left = mergeMachineConfig(mergeMachineConfig(map(a), map(b)), map(c));
        const right = mergeMachineConfig(map(a), mergeMachineConfig(map(b), map(c)));
        expect(toPlain(left)).toEqual(toPlain(right));
      }),
    );
  });
});
