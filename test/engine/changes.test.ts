import { describe, expect, it } from 'vitest';
import { withCause } from '../../src/engine/cause.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { newFindings } from '../../src/engine/new-findings.ts';
import type { Changes } from '../../src/git/changes.ts';
import type { Application } from '../../src/model/application.ts';
import type { Place } from '../../src/source/text.ts';
import { memoryTree } from '../support/memory-tree.ts';

// What a change brought, and by what, of findings made by hand; test/git has the whole way from Git.

interface Change {
  /** Changed files with the lines that are new, as they are now. */
  readonly lines?: Readonly<Record<string, readonly number[]>>;
  readonly deleted?: readonly string[];
  /** New name by old name. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** By how much the lines of each file moved down. */
  readonly moved?: Readonly<Record<string, number>>;
}

function changesOf({ lines = {}, deleted = [], renamed = {}, moved = {} }: Change): Changes {
  const isChanged = (path: string, line: number) => lines[path]?.includes(line) ?? false;
  return {
    base: 'main',
    paths: [...Object.keys(lines), ...deleted],
    newPath: path => renamed[path] ?? path,
    oldPath: path => Object.entries(renamed).find(([, now]) => now === path)?.[0] ?? path,
    isChanged,
    oldLine: (path, line) => (isChanged(path, line) ? undefined : line - (moved[path] ?? 0)),
    firstChange: path => lines[path]?.[0] ?? 1,
    isDeleted: path => deleted.includes(path),
  };
}

/** A finding of the word that stands in a line of a file. */
function findingAt(path: string, text: string, word: string, more: Partial<Finding> = {}): Finding {
  const start = text.indexOf(word);
  const at = { file: { path, text }, start, end: start + word.length };
  const base = { ruleId: 'kustomize/missing-file', severity: 'error', message: word, at, path: '' };
  return { ...base, related: [], fingerprint: word, ...more } as unknown as Finding;
}

describe('the cause of a finding on a line that nobody touched', () => {
  const TEXT = 'resources:\n  - web.yaml\n  - mail.yaml\n';
  const FILES = {
    'apps/kustomization.yaml': TEXT,
    'apps/web.yaml': 'a: 1\nb: 2\n',
    'apps/new.yaml': 'a: 1\n',
    'other/web.yaml': 'c: 3\n',
    'other/values.yaml': 'd: 4\n',
    'README.md': 'Words.\n',
  };
  const finding = findingAt('apps/kustomization.yaml', TEXT, 'web.yaml');
  const placeIn = (path: keyof typeof FILES): Place => ({
    file: { path, text: FILES[path] },
    start: 0,
    end: 1,
  });

  /** The related place that was added, as `path:offset message`. */
  function cause(
    subject: Finding,
    change: Change,
    applications: Readonly<Record<string, string>> = {},
  ): string | undefined {
    const deleted = Object.fromEntries((change.deleted ?? []).map(path => [path, 'a: 1\n']));
    const { related } = withCause(subject, {
      before: memoryTree({ ...FILES, ...deleted }),
      now: memoryTree(FILES),
      changes: changesOf(change),
      repository: {
        applicationOf: path =>
          path in applications
            ? ({ name: { text: applications[path] } } as unknown as Application)
            : undefined,
      },
    });
    const [added] = related.slice(subject.related.length);
    return added && `${added.at.file.path}:${added.at.start} ${added.message}`;
  }

  it('is the file that it names, at the first change', () => {
    expect(cause(finding, { lines: { 'other/values.yaml': [1], 'apps/web.yaml': [2] } })).toBe(
      'apps/web.yaml:5 changed here',
    );
  });

  it('is the file that it names, and that is gone or has another name', () => {
    expect(
      cause(findingAt('apps/kustomization.yaml', TEXT, 'mail.yaml'), {
        deleted: ['apps/mail.yaml'],
      }),
    ).toBe('apps/mail.yaml:0 deleted');
    const renamed = { 'apps/web.yaml': 'apps/new.yaml' };
    const lines = { 'other/values.yaml': [1], 'apps/new.yaml': [1] };
    expect(cause(finding, { lines, renamed })).toBe('apps/new.yaml:0 renamed from apps/web.yaml');
  });

  it('is a file of that name elsewhere, when it names none that changed', () => {
    expect(cause(finding, { lines: { 'other/values.yaml': [1], 'other/web.yaml': [1] } })).toBe(
      'other/web.yaml:0 changed here',
    );
  });

  it('is first of all what the finding refers to', () => {
    const related = [
      { at: placeIn('other/web.yaml'), message: 'not changed' },
      { at: placeIn('apps/kustomization.yaml'), message: 'its own file' },
      { at: placeIn('other/values.yaml'), message: 'changed' },
    ];
    const lines = {
      'apps/web.yaml': [1],
      'apps/kustomization.yaml': [3],
      'other/values.yaml': [1],
    };
    expect(cause({ ...finding, related }, { lines })).toBe('other/values.yaml:0 changed here');
  });

  it('is not told where its own line or file changed', () => {
    expect(
      cause(finding, { lines: { 'apps/kustomization.yaml': [2], 'apps/web.yaml': [1] } }),
    ).toBe(undefined);
    expect(
      cause(finding, { lines: { 'apps/kustomization.yaml': [3], 'apps/web.yaml': [1] } }),
    ).toBe(undefined);
  });

  it('is a change in the same application, else any in a file that is linted', () => {
    const unnamed = findingAt('apps/kustomization.yaml', TEXT, 'resources', {
      application: 'blog',
    });
    const lines = { 'README.md': [1], 'other/web.yaml': [1], 'other/values.yaml': [1] };
    expect(
      cause(unnamed, { lines }, { 'other/values.yaml': 'blog', 'other/web.yaml': 'shop' }),
    ).toBe('other/values.yaml:0 changed here');
    expect(cause(unnamed, { lines }, { 'other/values.yaml': 'shop' })).toBe(
      'other/web.yaml:0 changed here',
    );
    expect(cause({ ...unnamed, application: undefined }, { lines })).toBe(
      'other/web.yaml:0 changed here',
    );
    expect(cause(unnamed, { lines: { 'README.md': [1] } })).toBe(undefined);
  });
});

describe('findings that a change brought', () => {
  const OLD = 'a: one\nb: two\n';
  const NOW = 'x: 0\na: one\nb: two\n';
  const moved = { lines: { 'a.yaml': [1] }, moved: { 'a.yaml': 1 } };
  const messages = (before: readonly Finding[], now: readonly Finding[], change: Change) =>
    newFindings(before, now, changesOf(change)).map(({ message }) => message);
  const old = (word: string, more?: Partial<Finding>) => findingAt('a.yaml', OLD, word, more);
  const now = (word: string, more?: Partial<Finding>) => findingAt('a.yaml', NOW, word, more);

  it('are those that were not there before', () => {
    expect(messages([old('one')], [now('one'), now('two')], moved)).toEqual(['two']);
    expect(messages([], [now('one')], moved)).toEqual(['one']);
  });

  it('are not those on lines that only moved, whatever their fingerprint', () => {
    const before = [old('one', { fingerprint: 'list.0' })];
    expect(messages(before, [now('one', { fingerprint: 'list.1' })], moved)).toEqual([]);
  });

  it('are not those that are known by their fingerprint on a line that changed', () => {
    const change = { lines: { 'a.yaml': [1, 2] }, moved: { 'a.yaml': 1 } };
    expect(messages([old('one')], [now('one')], change)).toEqual([]);
  });

  it('are those with the fingerprint of one that was found again on its own line', () => {
    const before = [old('one', { fingerprint: 'same' })];
    const after = [
      now('one', { fingerprint: 'other' }),
      now('0', { fingerprint: 'same', message: 'new' }),
    ];
    expect(messages(before, after, moved)).toEqual(['new']);
  });

  it('are those on a changed line that say something else at the same place', () => {
    const after = [now('one', { message: 'worse', fingerprint: 'worse' })];
    expect(messages([old('one')], after, moved)).toEqual(['worse']);
  });

  it('follow a file to its new name', () => {
    const renamed = { 'a.yaml': 'b.yaml' };
    const after = [findingAt('b.yaml', OLD, 'one', { fingerprint: 'elsewhere' })];
    expect(messages([old('one')], after, { renamed })).toEqual([]);
    expect(messages([old('one')], after, {})).toEqual(['one']);
  });
});
