import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/engine/finding.ts';
import type { LintReport } from '../../src/report/report.ts';
import { rules } from '../../src/rules/index.ts';
import { type Place, textOf } from '../../src/source/text.ts';
import { emptyReport, format, madeFinding, reportOn } from '../support/report.ts';

const FILES = {
  'kustomization.yaml': 'kind: Kustomization\nresources:\n  - setings.yaml\n',
  'settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
};
const logOf = (report: LintReport) => JSON.parse(format('sarif', report).text);
const runOf = (report: LintReport) => logOf(report).runs[0];

const file = { path: 'a.yaml', text: '\uFEFFname: "𝄞x"\nblock: |\n  one\n  two\n\n' };
const withFindings = (findings: readonly Finding[]): LintReport => ({
  ...emptyReport(),
  findings,
  repositoryPath: path => (path.startsWith('/') ? undefined : path),
});
const place = (start: number, end: number): Place => ({ file, start, end });
const placeOf = (text: string): Place => {
  const start = file.text.indexOf(text);
  return place(start, start + text.length);
};
const regionOf = (at: Place) =>
  runOf(withFindings([madeFinding(at)])).results[0].locations[0].physicalLocation.region;

describe('SARIF', () => {
  it('has a result with its place, rule, level, fingerprint and help', () => {
    const { results, tool, columnKind } = runOf(reportOn(FILES));
    expect(columnKind).toBe('utf16CodeUnits');
    const [result] = results;
    expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(result).toMatchObject({
      ruleId: 'kustomize/missing-file',
      level: 'error',
      message: { text: '`setings.yaml` does not exist. Did you mean `settings.yaml`?' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'kustomization.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 17 },
          },
        },
      ],
      partialFingerprints: { 'pitowerLint/v1': expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    expect(result.partialFingerprints).not.toHaveProperty('primaryLocationLineHash');
  });

  it('has every rule that ran, whether or not it found something', () => {
    const { driver } = runOf(reportOn(FILES)).tool;
    expect(driver.rules.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ id }) => id));
    for (const rule of driver.rules) {
      expect(rule.shortDescription.text.length).toBeLessThanOrEqual(1024);
      expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1024);
      expect(rule.help.markdown).toContain('What to do');
      expect(rule.properties.tags.length).toBeLessThanOrEqual(10);
    }
  });

  it('says paths from the root of the repository, whatever directory is linted', () => {
    const files = Object.fromEntries(
      Object.entries(FILES).map(([path, text]) => [`cluster home/${path}`, text]),
    );
    const [result] = runOf(reportOn(files, { root: 'cluster home' })).results;
    const { uri } = result.locations[0].physicalLocation.artifactLocation;
    expect(uri).toBe('cluster%20home/kustomization.yaml');
  });

  it('says where a file is that is read by a link', () => {
    const report = reportOn(
      { 'real/a.yaml': 'a: [1\n' },
      { links: { 'link.yaml': 'real/a.yaml' } },
    );
    const uris = runOf(report).results.map(
      (result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        result.locations[0]?.physicalLocation.artifactLocation.uri,
    );
    expect(new Set(uris)).toEqual(new Set(['real/a.yaml']));
  });

  it.each<[string, Place, number[]]>([
    ['behind a character of two units', placeOf('x"'), [1, 10, 12]],
    ['of several lines: its first one', placeOf('one\n  two'), [3, 3, 6]],
    ['empty: one column', place(1, 1), [1, 1, 2]],
    ['on an empty line', place(file.text.length - 1, file.text.length), [5, 1, 2]],
    ['at the very end', place(file.text.length, file.text.length), [6, 1, 2]],
  ])('marks a part of one line: %s', (_, at, [startLine, startColumn, endColumn]) => {
    expect(regionOf(at)).toEqual({ startLine, startColumn, endLine: startLine, endColumn });
  });

  it('leaves out what lies outside the repository, and says so', () => {
    const outside = { file: { path: '/tmp/rendered.yaml', text: 'a' }, start: 0, end: 1 };
    const report = withFindings([
      madeFinding(outside),
      madeFinding(placeOf('x'), { related: [{ at: outside, message: 'from here' }] }),
    ]);
    const { text, notices } = format('sarif', report);
    expect(notices).toEqual(['the SARIF report leaves out 1 finding outside the repository']);
    const [run] = JSON.parse(text).runs;
    expect(run.results).toHaveLength(1);
    expect(run.results[0]).not.toHaveProperty('relatedLocations');
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain('1 finding');
    expect(text).not.toContain('/tmp');
  });

  it('has fixes, but none that would show a secret', () => {
    const at = placeOf('"𝄞x"');
    const fix = { title: 'Remove it', applicability: 'safe', edits: [{ at, text: '' }] } as const;
    const [open, hidden] = runOf(
      withFindings([madeFinding(at, { fix }), madeFinding(at, { fix, secret: true })]),
    ).results;
    expect(open.fixes[0]).toEqual({
      description: { text: 'Remove it.' },
      artifactChanges: [
        {
          artifactLocation: { uri: 'a.yaml', uriBaseId: '%SRCROOT%' },
          replacements: [
            { deletedRegion: { startLine: 1, startColumn: 7, endLine: 1, endColumn: 12 } },
          ],
        },
      ],
    });
    expect(textOf(at)).toBe('"𝄞x"');
    expect(hidden).not.toHaveProperty('fixes');
  });

  it('is compact, has no empty string, and the same bytes twice', () => {
    const once = format('sarif', reportOn(FILES)).text;
    expect(once.trimEnd()).not.toContain('\n');
    expect(once).not.toMatch(/:""/);
    expect(format('sarif', reportOn(FILES)).text).toBe(once);
  });

  it('of nothing has no results, but the list', () => {
    expect(runOf(emptyReport()).results).toEqual([]);
  });

  it('of more than code scanning takes keeps the most severe ones, in order, and says so', () => {
    const many = Array.from({ length: 30_000 }, (_, i) =>
      madeFinding(placeOf('x'), {
        severity: i < 10_000 ? 'info' : 'error',
        message: `number ${i}`,
        related: Array.from({ length: i === 29_999 ? 1500 : 0 }, () => ({
          at: placeOf('one'),
          message: 'see',
        })),
      }),
    );
    const { text, notices } = format('sarif', withFindings(many));
    const [{ results, invocations }] = JSON.parse(text).runs;
    expect(results).toHaveLength(25_000);
    const numbers = results.map((result: { message: { text: string } }) =>
      Number(/\d+/.exec(result.message.text)?.[0]),
    );
    expect(numbers).toEqual(numbers.toSorted((a: number, b: number) => a - b));
    expect(numbers.filter((number: number) => number >= 10_000)).toHaveLength(20_000);
    expect(results.at(-1).relatedLocations).toHaveLength(999);
    expect(notices[0]).toContain('the 25,000 findings of most weight');
    expect(notices[0]).toContain('5,000 others left out');
    expect(invocations[0].toolExecutionNotifications[0].message.text).toContain('5,000');
  });

  it('is never larger than what can be uploaded', () => {
    // Text that doesn't compress.
    const noise = createHash('shake256', { outputLength: 15_000_000 }).digest('base64');
    const many = Array.from({ length: 2_500 }, (_, i) =>
      madeFinding(placeOf('x'), { message: noise.slice(i * 8000, (i + 1) * 8000) }),
    );
    const { text, notices } = format('sarif', withFindings(many));
    const { results } = JSON.parse(text).runs[0];
    expect(results.length).toBeGreaterThan(0);
    expect(results.length).toBeLessThan(2_500);
    expect(notices).toHaveLength(1);
  }, 60_000);
});
