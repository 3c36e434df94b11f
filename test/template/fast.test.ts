import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { renderFastTemplate } from '../../src/template/fast.ts';

const PARAMS = new Map<string, unknown>([
  ['path', 'apps/b/my_prod.v1'],
  ['path.basename', 'my_prod.v1'],
  ['path[1]', 'b'],
  ['empty', ''],
  ['number', 3],
]);

describe('ApplicationSet templates without goTemplate', () => {
  test.each([
    ['T1 plain', '{{path}}', 'apps/b/my_prod.v1'],
    ['T1 blanks', '{{ path.basename }}', 'my_prod.v1'],
    ['T2', '{{path[1]}}', 'b'],
    ['T3 no such segment', '{{path[9]}}', '{{path[9]}}'],
    ['T3 no such key', '{{nope}}', '{{nope}}'],
    ['T3 case', '{{Path}}', '{{Path}}'],
    ['T4', '{{.path.basename}}', '{{.path.basename}}'],
    ['T5', '{{path.basename | upper}}', '{{path.basename | upper}}'],
    ['T6', '{{{path}}}', '{{{path}}}'],
    ['T7', 'x{{path}}{{nope}}y', 'xapps/b/my_prod.v1{{nope}}y'],
    ['T8 lone', '{{', '{{'],
    ['T8 inside', 'a {{ b', 'a {{ b'],
    ['T10', '{{\npath}}', '{{\npath}}'],
    ['T10 beside a pair on one line', '{{path[1]}} {{\npath}}', 'b apps/b/my_prod.v1'],
    ['T11', '<{{empty}}>', '<>'],
    ['not a string', '{{number}}', '{{number}}'],
    ['empty tag', '{{ }}', '{{ }}'],
  ])('%s %j', (_, template, text) => {
    expect(renderFastTemplate(template, PARAMS)).toMatchObject({ status: 'rendered', text });
  });

  it('T9 an unclosed tag after a closed one is an error', () => {
    expect(renderFastTemplate('{{path}} {{', PARAMS)).toMatchObject({
      status: 'error',
      error: { start: 9, end: 11 },
    });
  });

  it('lists the tags that stayed, with their offsets', () => {
    const { unresolved } = renderFastTemplate('{{path}}-{{ nope }}-{{.x}}', PARAMS);
    expect(unresolved).toEqual([
      { tag: 'nope', start: 9, end: 19 },
      { tag: '.x', start: 20, end: 26 },
    ]);
  });

  it('cannot render a key whose value is unknowable', () => {
    const params = new Map([['name', undefined]]);
    expect(renderFastTemplate('{{name}}', params)).toMatchObject({ status: 'unknowable', end: 8 });
    expect(renderFastTemplate('{{other}}', params)).toMatchObject({ status: 'rendered' });
  });

  it('leaves every text without parameters as it is, or errs', () => {
    const piece = fc.constantFrom('{{', '}}', '{', '}', 'a', ' ', '\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const text = pieces.join('');
        const result = renderFastTemplate(text, new Map());
        if (result.status === 'rendered') expect(result.text).toBe(text);
      }),
    );
  });
});
