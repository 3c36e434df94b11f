import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { type FormatName, reporters } from '../../src/report/index.ts';
import { HOSTILE_NAMES, reportWithName } from '../support/hostile-names.ts';
import { format } from '../support/report.ts';

/** Characters that must not be in any output as they are; line ends are the formats' own. */
const OBEYED =
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\u{E0000}-\u{E0FFF}]|##\[/u;

const CHECKS: Readonly<Record<FormatName, (text: string) => void>> = {
  stylish: text => expect(text).not.toMatch(/^\s*::/m),
  compact: text => expect(text).not.toMatch(/^\s*::/m),
  json: text => expect(JSON.parse(text).findings.length).toBeGreaterThan(0),
  'json-lines': text => {
    for (const line of text.trim().split('\n')) expect(JSON.parse(line).message).toBeTruthy();
  },
  rdjson: text => {
    const { diagnostics } = JSON.parse(text);
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const { message } of diagnostics) expect(message).not.toMatch(OBEYED);
  },
  sarif: text => {
    expect(text.trim().split('\n')).toHaveLength(1);
    for (const { message, locations } of JSON.parse(text).runs[0].results) {
      expect(message.text).not.toMatch(OBEYED);
      expect(message.text).not.toMatch(/(?<!\\)\]\(/);
      expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(/^[\w./%~-]+$/);
    }
  },
  github: text => {
    const commands = text.split('\n').filter(line => /^\s*::/.test(line));
    const form =
      /^::(error|warning|notice) title=[\w/-]+,file=[^,:]+,line=\d+,endLine=\d+,col=\d+,endColumn=\d+::./;
    expect(commands.filter(line => !form.test(line))).toEqual([]);
    expect(commands.length).toBeGreaterThan(0); // those of app.yaml, whose name is harmless
  },
  gitlab: text => {
    const issues = JSON.parse(text);
    expect(issues.length).toBeGreaterThan(0);
    for (const { description } of issues) expect(description).not.toMatch(OBEYED);
  },
  markdown: text => {
    expect(text.replace(/<br>|<!-- -->|<\/?code>/g, '')).not.toMatch(/[<>`]/);
    const outsideLinks = text.replace(
      /\]\((?:[\w./%~-]+|https:\/\/github\.com\/pitower\/[\w./-]+)#?\w*\)/g,
      ']',
    );
    expect(outsideLinks).not.toMatch(/@\w|(?<!&)#\d|www\.|\]\(|:\/\//);
    const rows = text.split('\n').filter(line => line.startsWith('| '));
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row.split('|')).toHaveLength(7);
  },
  junit: text => {
    expect(XMLValidator.validate(text)).toBe(true);
    expect(text).not.toMatch(/[\uFFFE\uFFFF]/);
    expect(new XMLParser().parse(text).testsuites.testsuite.length).toBeGreaterThan(10);
  },
};

describe.each(Object.entries(HOSTILE_NAMES))('%s', (_, name) => {
  it.each(Object.keys(reporters) as FormatName[])('is harmless in %s', formatName => {
    const report = reportWithName(name);
    expect(report.findings.length).toBeGreaterThan(0);
    const { text } = format(formatName, report);
    expect(text).not.toMatch(OBEYED);
    CHECKS[formatName](text);
  });
});
