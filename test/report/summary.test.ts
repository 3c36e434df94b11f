import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { sourceUrl } from '../../src/cli/source-url.ts';
import { MAX_SUMMARY_BYTES } from '../../src/report/markdown.ts';
import { rules } from '../../src/rules/index.ts';
import { emptyReport, format, reportOn } from '../support/report.ts';

const FILES = {
  'kustomization.yaml': 'kind: Kustomization\nresources:\n  - setings.yaml\n',
  'settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
};

describe('Markdown', () => {
  it('has a row for each finding, with a link to its line, and what was looked at', () => {
    const { text } = format('markdown', reportOn(FILES));
    expect(text).toMatch(/^## pitower-lint: 1 error, 0 warnings, 0 infos\n/);
    expect(text).toContain('[kustomization.yaml:3:5](kustomization.yaml#L3)');
    expect(text).toContain('Did you mean <code>settings.yaml</code>?');
    expect(text).toContain('2 files, 2 documents, 0 applications, 0 objects');
  });

  it('links to the revision on the web where a workflow says which it is', () => {
    const url = sourceUrl({
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'owner/name',
      GITHUB_SHA: 'abc',
    });
    const { text } = format('markdown', reportOn(FILES), { sourceUrl: url });
    expect(text).toContain('](https://github.com/owner/name/blob/abc/kustomization.yaml#L3)');
    expect(sourceUrl({})).toBeUndefined();
  });

  it('of nothing says so, without a table', () => {
    const { text } = format('markdown', emptyReport());
    expect(text).toMatch(/^## pitower-lint: no findings\n\n\n1 file/);
  });

  it('is cut between rows when it is too large, and says how many are left', () => {
    const report = reportOn(FILES);
    const [finding] = report.findings;
    const findings = Array.from({ length: 6000 }, () => finding).filter(item => item !== undefined);
    const { text, notices } = format('markdown', { ...report, findings }, { all: true });
    const rows = text.split('\n').filter(line => /^\| .*\|$/.test(line)).length - 1;
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_SUMMARY_BYTES);
    expect(Buffer.byteLength(text)).toBeGreaterThan(MAX_SUMMARY_BYTES * 0.99);
    expect(text).toContain(`And ${(6000 - rows).toLocaleString('en')} findings more`);
    expect(notices).toHaveLength(1);
  });
});

describe('JUnit', () => {
  const parse = (text: string) =>
    new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(text).testsuites;

  it('has a suite for each rule; one that found nothing is a passed test', () => {
    const { tests, failures, testsuite } = parse(format('junit', reportOn(FILES)).text);
    expect([Number(tests), Number(failures)]).toEqual([rules.length, 1]);
    expect(testsuite.map(({ name }: { name: string }) => name)).toEqual(rules.map(({ id }) => id));
  });

  it('says a finding with its place as a failure', () => {
    const { testsuite } = parse(format('junit', reportOn(FILES)).text);
    const [suite] = testsuite.filter(({ failures }: { failures: string }) => failures === '1');
    expect(suite.testcase).toMatchObject({
      classname: 'kustomize/missing-file',
      name: 'kustomization.yaml:3:5',
      file: 'kustomization.yaml',
      line: '3',
      failure: { type: 'error', message: '`setings.yaml` does not exist' },
    });
  });
});
