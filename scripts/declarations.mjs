// The library's types as one file: what src/start/index.ts declares, behind the types that it refers to.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** In order, each with the exports that are taken; without a list, all of them. */
const SOURCES = [
  { path: 'src/config/policy.ts', only: ['Severity'] },
  { path: 'src/report/json-report.ts' },
  { path: 'src/cli/usage-error.ts', only: ['ErrorCode', 'ErrorProblem'] },
  { path: 'src/library/error.ts' },
  { path: 'src/library/types.ts' },
  { path: 'src/start/index.ts', only: ['lint', 'render', 'explain', 'coverage', 'listRules'] },
];

/** The text of dist/index.d.ts. */
export function declarations() {
  return `// Made by npm run bundle.\n${SOURCES.map(declarationsOf).join('')}`;
}

function declarationsOf({ path, only }) {
  const { outputText } = ts.transpileDeclaration(readFileSync(path, 'utf8'), {
    fileName: path,
    compilerOptions: { isolatedDeclarations: true, strict: true, target: ts.ScriptTarget.ES2022 },
  });
  const file = ts.createSourceFile(path, outputText, ts.ScriptTarget.ES2022);
  const kept = file.statements.filter(
    statement =>
      !ts.isImportDeclaration(statement) &&
      !ts.isExportDeclaration(statement) &&
      (!only || only.includes(statement.name?.text)),
  );
  return kept.map(statement => `${statement.getFullText(file).trim()}\n`).join('');
}
