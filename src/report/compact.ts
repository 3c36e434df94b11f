import { positionAt } from '../source/text.ts';
import { printable, printableStart } from './escape.ts';
import { type Reporter, shownFindings } from './report.ts';

/** One line per finding, for editors, hooks and grep: `file:line:column: severity message [rule]`. */
export const compact: Reporter = (report, options) =>
  shownFindings(report, options)
    .map(({ at, severity, confidence, message, ruleId }) => {
      const { line, column } = positionAt(at.file, at.start);
      const path = printableStart(report.displayPath(at.file.path));
      const level = confidence === 'likely' ? `${severity} (likely)` : severity;
      return `${path}:${line}:${column}: ${level} ${printable(message)} [${ruleId}]\n`;
    })
    .join('');
