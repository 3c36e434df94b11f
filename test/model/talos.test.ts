import { describe, expect, it } from 'vitest';
import { type TalosImage, talosVersion, toTalosVersion } from '../../src/model/talos.ts';

const image = (tag: string, node: string | undefined): TalosImage => {
  const at = { file: { path: 'a.yaml', text: '' }, start: 0, end: 0 };
  return { at, text: tag, schematic: undefined, tag: { text: tag, at }, node };
};

describe('the version to check against', () => {
  it.each([
    ['v1.12.4', 12],
    ['1.9', 9],
    ['v1.13.0-alpha.1', 13],
    ['latest', undefined],
    ['v2.0.0', undefined],
  ])('%s has the minor %s', (text, minor) => {
    expect(toTalosVersion(text)?.minor).toBe(minor);
  });

  it('is the pinned one, whatever the images say', () => {
    expect(talosVersion({ images: [image('v1.10.7', 'a')] }, 'v1.12.4')?.text).toBe('v1.12.4');
  });

  it('is what most nodes have', () => {
    const images = ['v1.10.7', 'v1.10.9', 'v1.10.7'].map(tag => image(tag, 'a'));
    expect(talosVersion({ images }, undefined)?.text).toBe('v1.10.7');
  });

  it('is what recipes say where no node has an image', () => {
    expect(talosVersion({ images: [image('v1.12.4', undefined)] }, undefined)?.minor).toBe(12);
    const images = [image('v1.12.4', undefined), image('v1.11.6', 'a')];
    expect(talosVersion({ images }, undefined)?.minor).toBe(11);
  });

  it('is unknown without any', () => {
    expect(talosVersion({ images: [image('latest', 'a')] }, undefined)).toBeUndefined();
  });
});
