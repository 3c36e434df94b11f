import { describe, expect, it } from 'vitest';
import { statistics } from '../../src/report/statistics.ts';
import { emptyReport, format, madeFinding } from '../support/report.ts';

const at = { file: { path: 'a.yaml', text: 'a: 1\n' }, start: 0, end: 1 };
const web = madeFinding(at, { ruleId: 'dns/label', application: 'web' });
const advice = madeFinding(at, { ruleId: 'dns/target', severity: 'info' });
const warning = madeFinding(at, { ruleId: 'dns/target', severity: 'warning', application: 'api' });

describe('statistics', () => {
  it('count by rule and by application, most of the severest first', () => {
    expect(statistics([advice, warning, warning, web])).toBe(
      [
        'errors  warnings  infos  rule',
        '     1         0      0  dns/label',
        '     0         2      1  dns/target',
        '',
        'errors  warnings  infos  application',
        '     1         0      0  web',
        '     0         2      0  api',
        '     0         0      1  of no application',
        '',
      ].join('\n'),
    );
  });

  it('stand before the closing lines, of what is listed, repeats included', () => {
    const report = {
      ...emptyReport(),
      findings: [...Array.from({ length: 30 }, () => web), advice],
    };
    const text = (statistics: boolean) =>
      format('stylish', report, { statistics, least: 'warning' }).text;
    expect(text(true)).toMatch(/\n\n.* rule\n {4}30 {9}0 {6}0 {2}dns\/label\n\n[\s\S]* web\n\n\S/);
    expect(text(true)).not.toContain('dns/target');
    expect(text(false)).not.toContain('warnings  infos');
  });

  it('of nothing are nothing, and names can be no commands of a terminal', () => {
    expect(statistics([])).toBe('');
    const hostile = madeFinding(at, { application: '\u001B[31mred' });
    expect(statistics([hostile])).not.toContain('\u001B');
  });
});
