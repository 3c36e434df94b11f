import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { type FormatName, reporters } from '../../src/report/index.ts';
import { format, reportOn } from '../support/report.ts';

// Names that a repository may have, and that a terminal, a log, a page or a parser would obey.
const HOSTILE: Readonly<Record<string, string>> = {
  'a line feed': 'x\n::error file=a::owned',
  'a carriage return': 'x\r::error::owned',
  'a workflow command': '::error::owned',
  'the first form of workflow commands': '##[error]owned',
  'percent encoding': '%0A::error::owned%0D%25',
  pipes: 'a | b || c',
  backticks: '`a` ``` b',
  HTML: '<img src=x onerror=alert(1)><!-- --></td>',
  'a link': '[click](https://example.com/owned) ](1)',
  'a mention and a reference': '@everyone #1 GH-1 www.example.com https://example.com',
  'ANSI escapes': '\u001B[31mred\u001B]0;title\u0007',
  'C1 controls': '\u009B31m\u0090q\u009C',
  'right-to-left marks': '\u202Egpj.yaml\u202C \u2066x\u2069',
  'line separators': 'a\u2028b\u2029c',
  'XML: no character at all': 'a\u0000\uFFFE\uFFFF]]>&amp;',
  'half a surrogate pair': 'a\uD800b',
};

/** The name as a path (in which it is a directory and a file), a value and an Application. */
const repository = (name: string) => {
  const path = name.replaceAll('/', '_').replaceAll('\u0000', '');
  return reportOn({
    'app.yaml': JSON.stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name, namespace: 'argocd' },
      spec: {
        project: name,
        source: { repoURL: 'https://example.com/x.git', path },
        destination: { name: 'in-cluster', namespace: 'a' },
      },
    }),
    [`${path}/kustomization.yaml`]: JSON.stringify({ kind: 'Kustomization', resources: [name] }),
    [`${path}.yaml`]: 'a: [1\n',
    [`${path}/settings.yaml`]: JSON.stringify({ apiVersion: 'v1', kind: name, metadata: { name } }),
  });
};

/** Characters that must not be in any output as they are; line ends are the formats' own. */
const OBEYED =
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]|##\[/;

const CHECKS: Readonly<Record<FormatName, (text: string) => void>> = {
  stylish: text => expect(text).not.toMatch(/^\s*::/m),
  compact: text => expect(text).not.toMatch(/^\s*::/m),
  json: text => expect(JSON.parse(text).findings.length).toBeGreaterThan(0),
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
  markdown: text => {
    expect(text.replace(/<br>|<!-- -->/g, '')).not.toMatch(/[<>`]/);
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

describe.each(Object.entries(HOSTILE))('%s', (_, name) => {
  it.each(Object.keys(reporters) as FormatName[])('is harmless in %s', formatName => {
    const report = repository(name);
    expect(report.findings.length).toBeGreaterThan(0);
    const { text } = format(formatName, report);
    expect(text).not.toMatch(OBEYED);
    CHECKS[formatName](text);
  });
});
