import { describe, expect, it } from 'vitest';
import { emptyReport, format, madeFinding, reportOn } from '../support/report.ts';

const at = { file: { path: 'apps/a.yaml', text: 'a: 1\nb: 2\n' }, start: 5, end: 6 };
const inside = { ...emptyReport(), repositoryPath: (path: string) => `deploy/${path}` };

describe("GitLab's code quality", () => {
  it('has an entry for a finding, its path from the root of the repository', () => {
    const finding = madeFinding(at, { help: 'Mend it.', confidence: 'likely', clusters: ['prod'] });
    const issues = JSON.parse(format('gitlab', { ...inside, findings: [finding] }).text);
    expect(issues).toEqual([
      {
        description: 'wrong (likely, prod). Mend it.',
        check_name: 'yaml/syntax',
        fingerprint: 'f',
        severity: 'major',
        location: { path: 'deploy/apps/a.yaml', lines: { begin: 2 } },
      },
    ]);
  });

  it('maps severities: errors to major, warnings to minor', () => {
    const findings = (['error', 'warning', 'info'] as const).map(severity =>
      madeFinding(at, { severity }),
    );
    const issues = JSON.parse(format('gitlab', { ...inside, findings }).text);
    const severities = issues.map(({ severity }: { severity: string }) => severity);
    expect(severities).toEqual(['major', 'minor', 'info']);
  });

  it('of nothing is an empty list; what is outside the repository is left out, and said', () => {
    expect(format('gitlab', emptyReport())).toEqual({ text: '[]\n', notices: [] });
    const outside = { ...inside, findings: [madeFinding(at)], repositoryPath: () => undefined };
    const { text, notices } = format('gitlab', outside);
    expect(text).toBe('[]\n');
    expect(notices).toEqual(['the GitLab report leaves out 1 finding outside the repository']);
  });

  it('is the same text for the same files', () => {
    const files = { 'kustomization.yaml': 'kind: Kustomization\nresources: [gone.yaml]\n' };
    const text = () => format('gitlab', reportOn(files)).text;
    expect(text()).toBe(text());
    expect(JSON.parse(text())).toHaveLength(1);
  });
});
