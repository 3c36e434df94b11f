import type { Finding } from '../engine/finding.ts';
import { positionAt } from '../source/text.ts';
import { docsUrl } from '../version.ts';
import { levelOf } from './level.ts';
import { type LintReport, programFindings, type ReportedRule, type Reporter } from './report.ts';
import { type Element, element, xmlDocument } from './xml.ts';

/**
 * For the test views of CI systems: a suite per rule that ran. A rule without findings is one passed
 * test, errors and warnings are failures, infos pass with an output
 * (https://github.com/testmoapp/junitxml).
 */
export const junit: Reporter = (report, options) => {
  const findings = programFindings(report, options);
  const suites = report.rules.map(rule =>
    suite(
      report,
      rule,
      findings.filter(({ ruleId }) => ruleId === rule.id),
    ),
  );
  const failures = findings.filter(isFailure).length;
  const tests = suites.reduce((sum, { children }) => sum + children.length, 0);
  return xmlDocument(element('testsuites', { name: 'pitower-lint', tests, failures }, suites));
};

const isFailure = ({ severity }: Finding): boolean => severity !== 'info';

function suite(report: LintReport, rule: ReportedRule, findings: readonly Finding[]): Element {
  const passed = element('testcase', { classname: rule.id, name: rule.summary });
  const cases =
    findings.length === 0 ? [passed] : findings.map(finding => testCase(report, finding));
  const failures = findings.filter(isFailure).length;
  return element('testsuite', { name: rule.id, tests: cases.length, failures }, cases);
}

function testCase(report: LintReport, finding: Finding): Element {
  const { at, ruleId, severity, message, help } = finding;
  const { line, column } = positionAt(at.file, at.start);
  const file = report.displayPath(at.file.path);
  const text = [
    `${file}:${line}:${column}: ${levelOf(finding)} ${message}`,
    ...(help === undefined ? [] : [`help: ${help}`]),
    docsUrl(ruleId),
  ];
  const outcome = isFailure(finding)
    ? element('failure', { type: severity, message }, text)
    : element('system-out', {}, text);
  return element('testcase', { classname: ruleId, name: `${file}:${line}:${column}`, file, line }, [
    outcome,
  ]);
}
