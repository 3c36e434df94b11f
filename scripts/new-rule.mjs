// Makes the files of a new rule: `npm run new-rule -- FAMILY/NAME`. Its test fails until the rule says what its bad
// fixture expects.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [id = ''] = process.argv.slice(2);
const [, family, name] = /^([a-z]+)\/([a-z][a-z0-9-]*)$/.exec(id) ?? [];
if (!family || !name) throw new Error('usage: npm run new-rule -- FAMILY/NAME, such as dns/label');
if (!existsSync(`src/rules/${family}`))
  console.log(`${family} is a new family: say in docs what it is for`);

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const variable = name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());

const RULE = `import { describe } from '../../model/cluster/objects/owned.ts';
import type { Rule } from '../rule.ts';

export const ${variable}: Rule = {
  id: '${id}',
  scope: 'cluster',
  severity: 'warning',
  since: '${version}',
  summary: 'TODO: one sentence that says what is reported.',
  rationale: 'TODO: what happens in the cluster.',
  remedy: 'TODO: what to do about it.',
  reference: 'https://TODO',
  check({ cluster, report }) {
    for (const resource of cluster.resources.ofKind('ConfigMap', '')) {
      if (resource.name !== 'wrong') continue;
      report({ at: resource.value, message: \`TODO: \${describe(resource)} is wrong\` });
    }
  },
};
`;

const fixture = (object, comment) => ({
  'kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - object.yaml
`,
  'object.yaml': `apiVersion: v1
${comment}kind: ConfigMap
metadata:
  name: ${object}
`,
});

const files = {
  [`src/rules/${family}/${name}.ts`]: RULE,
  ...Object.fromEntries(
    Object.entries({
      good: fixture('right', ''),
      bad: fixture('wrong', `# expect: ${id} \`TODO\` what the message says\n`),
    }).flatMap(([folder, texts]) =>
      Object.entries(texts).map(([path, text]) => [`fixtures/${id}/${folder}/${path}`, text]),
    ),
  ),
};

const there = Object.keys(files).filter(path => existsSync(path));
if (there.length > 0) throw new Error(`already there: ${there.join(', ')}`);
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(path);
}
console.log(`
Next: say what is wrong in the bad fixture, and what is right in the good one; write the rule; then
  npm run generate
  npm test -- ${id}`);
