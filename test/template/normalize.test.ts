import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { normalize, slugify } from '../../src/template/normalize.ts';

describe('normalize', () => {
  test.each([
    ['my_App', 'my-app'],
    ['UPPER.Case', 'upper.case'],
    ['...', ''],
    ['a..b', 'a..b'],
    ['_x_', 'x'],
    ['a b/c', 'a-b-c'],
    ['feature/foo@bar', 'feature-foo-bar'],
    ['ünï', 'n'],
    ['a😀b', 'a-b'],
    ['K', 'k'],
  ])('%s becomes %j', (name, expected) => {
    expect(normalize(name)).toBe(expected);
  });

  it('gives a DNS subdomain of at most 253 characters, or nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), name => {
        expect(normalize(name)).toMatch(/^(?:[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?)?$/);
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string(), name => {
        expect(normalize(normalize(name))).toBe(normalize(name));
      }),
    );
  });
});

describe('slugify', () => {
  const BRANCH =
    'feat/areally+long_pull_request_name_to_test_argo_slugification_and_branch_name_shortening_feature';
  test.each([
    ['defaults', 'Hello World feature/foo', 50, true, 'hello-world-feature-foo'],
    ['cut at 50, on a word', BRANCH, 50, true, 'feat-areally-long-pull-request-name-to-test-argo'],
    ['a smart cut', BRANCH, 23, true, 'feat-areally-long-pull'],
    ['a plain cut', BRANCH, 50, false, 'feat-areally-long-pull-request-name-to-test-argo-s'],
    ['one long word', 'abcdefgh', 3, true, 'abc'],
    ['dots and doubled dashes', 'a..b__c--d', 50, true, 'a-b-c-d'],
    ['nothing allowed, cut plainly', 'abc', 0, false, ''],
  ])('%s', (_, name, max, smart, expected) => {
    expect(slugify(name, max, smart)).toBe(expected);
  });
});
