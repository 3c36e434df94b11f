import { expect, it } from 'vitest';
import { headsOf } from '../../src/helm/crd-heads.ts';
import { toPlain } from '../../src/yaml/access.ts';

const VERSIONS = '  versions:\n  - name: v1\n    # a comment\n    schema: {}\n';

it.each([
  ['last', `kind: CustomResourceDefinition\nspec:\n  group: a\n${VERSIONS}`],
  [
    'before other keys of the spec',
    `kind: CustomResourceDefinition\nspec:\n${VERSIONS}  group: a\n`,
  ],
  [
    'before other keys of the object',
    `spec:\n  group: a\n${VERSIONS}kind: CustomResourceDefinition\n`,
  ],
])('a definition is read without its versions where these come %s', (_, text) => {
  const [head] = headsOf({ path: 'crds/a.yaml', text });
  expect(head && { ...(toPlain(head) as object) }).toEqual({
    kind: 'CustomResourceDefinition',
    spec: { group: 'a' },
  });
});
