import { positionAt } from '../source/text.ts';
import { printable, printableStart } from './escape.ts';
import { levelOf } from './level.ts';
import { type Reporter, shownFindings } from './report.ts';

/** One line per finding, for editors, hooks and grep: `file:line:column: severity message [rule]`. */
export const compact: Reporter = (report, options) =>
  shownFindings(report, options)
    .map(finding => {
      const { at, message, ruleId } = finding;
      const { line, column } = positionAt(at.file, at.start);
      const path = printableStart(report.displayPath(at.file.path));
      return `${path}:${line}:${column}: ${printable(levelOf(finding))} ${printable(message)} [${ruleId}]\n`;
    })
    .join('');
