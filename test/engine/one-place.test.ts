import { describe, expect, it } from 'vitest';
import { foldPlaces } from '../../src/engine/one-place.ts';
import { madeFinding } from '../support/report.ts';

// A base that several overlays use is mended once.

const file = { path: 'base/ingress.yaml', text: 'a: 1\n'.repeat(20) };
const found = (application: string | undefined, start = 0, clusters: readonly string[] = []) =>
  madeFinding(
    { file, start, end: start + 1 },
    { application, clusters, message: 'there is no Service' },
  );
const told = (...findings: ReturnType<typeof madeFinding>[]) =>
  foldPlaces(findings).map(({ message }) => message);

describe('one place', () => {
  it('of several Applications is one finding', () => {
    expect(told(found('web-uat'), found('web'))).toEqual(['there is no Service (the same in web)']);
  });

  it('names some of them', () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => found(name));
    expect(told(...all)).toEqual(['there is no Service (the same in b, c, d and more)']);
  });

  it('of one Application stays as it is', () => {
    expect(told(found('web'), found('web'))).toHaveLength(2);
    expect(told(found(undefined), found(undefined))).toHaveLength(2);
  });

  it('of a template that makes many objects is one finding', () => {
    const template = { ...file, path: 'charts/app/templates/service.yaml' };
    const about = (message: string) =>
      madeFinding({ file: template, start: 0, end: 1 }, { message });
    const made = ['a', 'b', 'c'].map(name => about(`Service \`${name}\` selects no pods`));
    expect(told(...made)).toEqual([
      'Service `a` selects no pods (the same of 2 other objects made here)',
    ]);
    // Two mistakes of one place are two.
    expect(
      told(about('Service `a` selects no pods'), about('Service `a` has no port')),
    ).toHaveLength(2);
  });

  it('is of the clusters of all', () => {
    const clusters = (...of: (readonly string[])[]) =>
      foldPlaces(of.map((names, index) => found(`web-${index}`, 0, names)))[0]?.clusters;
    expect(clusters(['west'], ['east', 'west'])).toEqual(['east', 'west']);
    // What is of no cluster in particular may be of any.
    expect(clusters(['west'], [])).toEqual([]);
  });

  it('is not another place', () => {
    expect(told(found('web'), found('web-uat', 5))).toHaveLength(2);
  });
});
