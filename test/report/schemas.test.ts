import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import reportSchema from '../../schemas/report.schema.json' with { type: 'json' };
import { type FormatName, reporters } from '../../src/report/index.ts';
import { rules } from '../../src/rules/index.ts';
import { fixturesOf, lintFixture } from '../support/fixture.ts';
import { emptyReport, format } from '../support/report.ts';
import gitlabSchema from './schemas/gitlab.schema.json' with { type: 'json' };
import rdjsonSchema from './schemas/rdjson.schema.json' with { type: 'json' };

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
const checks = {
  gitlab: ajv.compile(gitlabSchema),
  rdjson: ajv.compile(rdjsonSchema),
  json: ajv.compile(reportSchema),
} satisfies Partial<Record<FormatName, unknown>>;
const schemas = ['gitlab', 'rdjson', 'json'] as const;

/** Every finding that fixtures can give: a report for each rule. */
const reports = rules.flatMap(({ id }) => {
  const bad = fixturesOf(id).find(folder => /\/bad[^/]*$/.test(folder));
  return bad === undefined ? [] : [[id, lintFixture(bad).report] as const];
});

/** The first report that a format's schema refuses, and why. */
function refused(name: (typeof schemas)[number]): string | undefined {
  const isValid = checks[name];
  for (const [id, report] of reports) {
    if (!isValid(JSON.parse(format(name, report).text)))
      return `${id}: ${ajv.errorsText(isValid.errors)}`;
  }
  return undefined;
}

describe('the formats are what their readers document', () => {
  it.each(schemas)('%s, for what every rule reports', name => {
    expect(reports.length).toBeGreaterThan(170);
    expect(refused(name)).toBeUndefined();
  });

  it.each(schemas)('%s, of nothing', name => {
    expect(checks[name](JSON.parse(format(name, emptyReport()).text))).toBe(true);
  });

  it('gitlab: no two entries of a report have one fingerprint', () => {
    const twice = reports.filter(([, report]) => {
      const issues: { fingerprint: string }[] = JSON.parse(format('gitlab', report).text);
      return new Set(issues.map(({ fingerprint }) => fingerprint)).size < issues.length;
    });
    expect(twice.map(([id]) => id)).toEqual([]);
  });

  it('no format begins with a byte order mark, which GitLab refuses, and all end with a line break', () => {
    const [, report] = reports[0] ?? [];
    if (report === undefined) throw new Error('there is a report');
    for (const name of Object.keys(reporters) as FormatName[]) {
      const { text } = format(name, report);
      expect(text.charCodeAt(0)).not.toBe(0xfeff);
      expect(text.endsWith('\n')).toBe(true);
    }
  });
});
