import { Project, SyntaxKind } from 'ts-morph';

/**
 * The module that lists all rules, in order of id, from the rule files themselves: every file of a
 * family's folder exports one rule whose id is family/file.
 */
export function ruleIndex(): string {
  const project = new Project({
    tsConfigFilePath: 'tsconfig.json',
    skipAddingFilesFromTsConfig: true,
  });
  const files = project.addSourceFilesAtPaths('src/rules/*/*.ts');
  const rules = files.flatMap(file => {
    const id = file.getFilePath().replace(/^.*\/src\/rules\/(.*)\.ts$/, '$1');
    const variable = file.getVariableDeclarations().find(declaration => {
      const literal = declaration.getFirstDescendantByKind(SyntaxKind.ObjectLiteralExpression);
      const property = literal?.getProperty('id')?.asKind(SyntaxKind.PropertyAssignment);
      return declaration.isExported() && property?.getInitializer()?.getText() === `'${id}'`;
    });
    if (!variable) throw new Error(`src/rules/${id}.ts exports no rule with the id '${id}'`);
    return [{ id, name: variable.getName(), alias: camel(id) }];
  });
  const sorted = rules.sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    '// Made by `npm run generate` from the files in the folders beside it.',
    ...sorted.map(({ id, name, alias }) => `import { ${name} as ${alias} } from './${id}.ts';`),
    "import type { Rule } from './rule.ts';",
    '',
    '/** All rules, in order of id. */',
    'export const rules: readonly Rule[] = [',
    ...sorted.map(({ alias }) => `  ${alias},`),
    '];',
    '',
  ].join('\n');
}

const camel = (id: string): string =>
  id.replace(/[-/](.)/g, (_, letter: string) => letter.toUpperCase());
