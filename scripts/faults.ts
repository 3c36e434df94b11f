// How much the linter sees: plants defects in a tree at random places, one at a time, and counts how
// many are reported on their line: npm run faults -- FOLDER [--count N] [--seed N]
import { parseArgs } from 'node:util';
import type { Finding } from '../src/engine/finding.ts';
import { type Linted, lint } from '../src/lint.ts';
import { rules } from '../src/rules/index.ts';
import { edited } from '../src/source/edit.ts';
import { type Place, positionAt } from '../src/source/text.ts';
import type { FileTree } from '../src/source/tree.ts';
import { openWorkTree } from '../src/source/work-tree.ts';
import { drawFaults, type Fault } from '../test/ecosystem/faults.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '40' },
    seed: { type: 'string', default: '13' },
  },
});
const [folder = '.'] = positionals;

function run(tree: FileTree): Linted {
  const outcome = lint({ tree, policyFile: undefined, rules });
  if (outcome.status !== 'linted') throw new Error(outcome.status);
  return outcome;
}

/** The tree with one file changed. */
const planted = (tree: FileTree, { at, text }: Fault): FileTree => {
  const changed = Buffer.from(edited(at.file, 0, at.file.text.length, [{ at, text }]));
  return { ...tree, read: path => (path === at.file.path ? changed : tree.read(path)) };
};

const spot = ({ ruleId, severity, at }: Finding) =>
  severity === 'info' ? '' : `${ruleId} ${lineOf(at)}`;

const lineOf = ({ file, start }: Place) => `${file.path}:${positionAt(file, start).line}`;
const places = ({ at, related }: Finding) => [lineOf(at), ...related.map(each => lineOf(each.at))];

const tree = openWorkTree(folder);
const { repository: cluster, report } = run(tree);
const before = new Set(report.findings.map(spot));
const counts = { blind: [0, 0], seeing: [0, 0] };
for (const fault of drawFaults(cluster, Number(options.count), Number(options.seed))) {
  const { at, what, blind } = fault;
  const line = lineOf(at);
  const found = run(planted(tree, fault)).report.findings.filter(finding => {
    const text = spot(finding);
    return text !== '' && !before.has(text);
  });
  const fresh = found.map(spot);
  // Of two that have the same address one is reported, and the other named.
  const seen = fresh[found.findIndex(finding => places(finding).includes(line))];
  const count = counts[blind ? 'blind' : 'seeing'];
  count[0] = (count[0] ?? 0) + (seen ? 1 : 0);
  count[1] = (count[1] ?? 0) + 1;
  // Where it is seen elsewhere, the line is what is wrong.
  const how = seen?.split(' ')[0] ?? (fresh.length > 0 ? `ELSEWHERE ${fresh[0]}` : 'MISSED');
  console.log(
    `${how.padEnd(28)} ${what.padEnd(13)} ${blind ? 'blind' : '     '} ${line} -> ${fault.text}`,
  );
}
const { blind, seeing } = counts;
console.log(`near something unknown ${blind.join(' of ')}, elsewhere ${seeing.join(' of ')}`);
