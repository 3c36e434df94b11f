import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lintOptions } from '../../src/cli/options.ts';
import { reporters } from '../../src/report/index.ts';
import { rules } from '../../src/rules/index.ts';
import verdicts from '../ecosystem/verdicts.json' with { type: 'json' };

const guide = (name: string): string => readFileSync(`docs/${name}.md`, 'utf8');

/** Which of both the program and the README know, sorted. */
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe('the guides are in step', () => {
  const [, block = ''] = /```text\n([\s\S]*?)```/.exec(guide('command-line')) ?? [];
  const [lint = ''] = block.split(/^pitower-lint rules/m);

  it('with the options of lint', () => {
    const options = lintOptions(new Command()).options.map(({ long }) => long ?? '');
    const said = [...lint.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([name]) => name);
    expect(sorted(said)).toEqual(sorted([...options, '--version', '--help']));
  });

  it('with the formats', () => {
    const [, formats = ''] = /--format NAME\[=FILE\]\s+([^;]*);/.exec(lint) ?? [];
    expect(sorted(formats.split(/, | or /))).toEqual(sorted(Object.keys(reporters)));
  });

  it("with the action's inputs and outputs", () => {
    const { inputs, outputs } = parse(readFileSync('action.yml', 'utf8'));
    const cells = [...guide('pull-requests').matchAll(/^\| (`[^|]*) \|/gm)];
    const said = cells.flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)]);
    const names = [...Object.keys(inputs), ...Object.keys(outputs)];
    expect(sorted(said.map(([, name = '']) => name))).toEqual(sorted(names));
  });

  it('with the hooks: each that a command names is in the snippet, and all are hooks of ours', () => {
    const text = guide('pre-commit');
    const [, snippet = ''] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
    const shown: { id: string; args?: string[] }[] = parse(snippet).repos[0].hooks;
    const ours: { id: string; stages?: string[] }[] = parse(
      readFileSync('.pre-commit-hooks.yaml', 'utf8'),
    );
    expect(sorted(shown.map(({ id }) => id))).toEqual(sorted(ours.map(({ id }) => id)));
    const commands = [...text.matchAll(/pre-commit run --hook-stage (\S+) (\S+)/g)];
    expect(commands.length).toBeGreaterThan(0);
    for (const [, stage = '', id = ''] of commands) {
      expect(ours.find(hook => hook.id === id)?.stages).toContain(stage);
    }
    const known = lintOptions(new Command()).options.map(({ long }) => long);
    const flags = shown.flatMap(({ args = [] }) => args).filter(arg => arg.startsWith('-'));
    expect(flags.filter(flag => !known.includes(flag))).toEqual([]);
  });

  it("with the workflow's pinned actions", () => {
    const pinned = (text: string) =>
      sorted(
        [...text.matchAll(/uses: (\S+@[0-9a-f]{40} # v\S+)/g)].map(([, action = '']) => action),
      );
    const used = pinned(readFileSync('.github/workflows/ci.yml', 'utf8'));
    const shown = pinned(guide('pull-requests'));
    expect(shown.length).toBe(2);
    expect(shown.filter(action => !used.includes(action))).toEqual([]);
  });
});

describe('the README', () => {
  const readme = readFileSync('README.md', 'utf8');
  const section = (title: string): string =>
    readme.split(/^## /m).find(part => part.startsWith(`${title}\n`)) ?? '';

  it('is short, and begins with what it is, a picture, and for whom it is not', () => {
    expect(readme.split('\n').length).toBeLessThan(120);
    const [first = ''] = readme.split(/^## /m);
    expect(first).toContain('docs/images/findings-dark.svg');
    expect(first).toMatch(/\*\*Not for you\*\* if Flux/);
  });

  it('shows defects that were judged to be true, at the commit that was judged', () => {
    const rows = section('What it found').matchAll(
      /^- \[[^\]]+\]\(https:\/\/github\.com\/([^/]+\/[^/]+)\/blob\/([0-9a-f]{40})\/(\S+)#L(\d+)\)\\\n.*\[(\S+)\]\(/gm,
    );
    const shown = [...rows].map(([, repository, commit, file, line, rule]) => {
      const judged = verdicts.repositories.find(one => one.repository === repository);
      const verdict = judged?.verdicts.find(
        one => one.file === file && one.line === Number(line) && one.rule === rule,
      );
      return { commit: judged?.commit === commit, verdict: verdict?.verdict };
    });
    expect(shown.length).toBeGreaterThanOrEqual(10);
    expect(shown).toEqual(shown.map(() => ({ commit: true, verdict: 'true' })));
  });

  it('counts the verdicts that there are', () => {
    const all = verdicts.repositories.flatMap(({ verdicts: own }) => own);
    const count = all.filter(({ verdict }) => verdict === 'true').length;
    expect(section('What it found')).toContain(
      `in ${verdicts.repositories.length} public repositories, ${count.toLocaleString('en')} findings`,
    );
  });

  it('says when and in what state other tools were looked at', () => {
    const text = section('Beside other tools');
    expect(text).toMatch(/as they were on \d{4}-\d{2}-\d{2}/);
    const tools = [...text.matchAll(/^\[([^\]]+)\]: https/gm)].map(([, name = '']) => name);
    expect(tools.length).toBe(5);
    for (const tool of tools) expect(text).toMatch(new RegExp(`${tool}\\s+at\\s+\`[0-9a-f]{7}\``));
  });

  it('pins the action that the workflows use', () => {
    const [action = ''] = /actions\/checkout@\S+ # \S+/.exec(readme) ?? [];
    expect(readFileSync('.github/workflows/ci.yml', 'utf8')).toContain(action);
  });
});

describe('what else a stranger reads', () => {
  const guides = readdirSync('docs').filter(name => name.endsWith('.md'));

  it.each([
    'README.md',
    'CHANGELOG.md',
    'SECURITY.md',
    'CONTRIBUTING.md',
    ...guides.map(name => `docs/${name}`),
  ])('%s links to files that are there', path => {
    const links = [...readFileSync(path, 'utf8').matchAll(/\]\((?!https:|#)([^)#\s]+)/g)];
    const targets = links.map(([, to = '']) => join(dirname(path), to));
    expect(targets.filter(to => !existsSync(to))).toEqual([]);
  });

  it('the changelog has the families and formats that a release would hold', () => {
    const changelog = readFileSync('CHANGELOG.md', 'utf8');
    const [, families = ''] = /Rules of the families ([^.]*)\./.exec(changelog) ?? [];
    const [, formats = ''] = /^- Formats: ([^.]*)\./m.exec(changelog) ?? [];
    const names = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    const all = rules.map(({ id }) => id.split('/')[0] ?? '').filter(name => name !== 'internal');
    expect(sorted(names(families))).toEqual(sorted(all));
    expect(sorted(names(formats))).toEqual(sorted(Object.keys(reporters)));
  });
});
