import type { LintReport } from '../../src/report/report.ts';
import { reportOn } from './report.ts';

/** Names that a repository may have, and that a terminal, a log, a page or a parser would obey. */
export const HOSTILE_NAMES: Readonly<Record<string, string>> = {
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
  'a command behind white space of Unicode': '\u00A0\u3000::stop-commands::x',
  'what has no width': 'a\u200Bb\u2060c\u00ADd\u200D\u180E',
  'tag characters': 'a\u{E0001}\u{E0068}\u{E0069}\u{E007F}\u{E0100}',
};

/** The report on a repository with the name for a directory, a file, values and an Application. */
export function reportWithName(name: string): LintReport {
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
}
