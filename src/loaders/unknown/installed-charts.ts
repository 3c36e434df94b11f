import { MADE_BESIDE } from '../../model/chart-objects.ts';
import { once } from '../../model/once.ts';
import { carries, type Unknown } from '../../model/unknown.ts';
import { startOf } from '../../source/text.ts';
import { basename } from '../../source/tree.ts';
import { own } from '../../text/own.ts';
import type { Sources } from '../../yaml/sources.ts';
import { isScript } from './scripts.ts';

/** A chart that something besides Argo CD installs. */
interface Installed {
  /** What its objects are named after: the release and the chart. */
  readonly words: readonly string[];
  /** Undefined where a variable says it, or what the command line is set to. */
  readonly namespace: string | undefined;
}

/**
 * The charts that scripts, recipes, instructions, Terraform and Ansible of the repository install: what bears
 * the name of one in its namespace may be its. Their texts are read when something is missing, not before.
 *
 * @see https://helm.sh/docs/helm/helm_upgrade/
 * @see https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release
 * @see https://docs.ansible.com/ansible/latest/collections/kubernetes/core/helm_module.html
 */
export function installedCharts(sources: Sources): Unknown[] {
  const first = sources.tree.files.find(mayInstall);
  if (first === undefined) return [];
  const all = () => installedBy(sources);
  return [
    {
      at: startOf({ path: first, text: '' }),
      reason: 'a script, recipe or instruction of the repository installs a chart of that name',
      namespaces: name =>
        all().some(({ namespace }) => namespace === undefined || namespace === name),
      mayName: name =>
        all().some(
          ({ words }) =>
            carries(name, words) || words.some(word => own(MADE_BESIDE, word)?.test(name)),
        ) && 'alike',
      strict: true,
    },
  ];
}

const mayInstall = (path: string): boolean =>
  isScript(path) || path.endsWith('.md') || /(?:^|\/)workflows\/[^/]*\.ya?ml$/.test(path);

const installedBy = once((sources: Sources): readonly Installed[] =>
  sources.tree.files.filter(mayInstall).flatMap(path => {
    const text = (sources.text(path)?.text ?? '').replace(/\\\r?\n/g, ' ');
    return [...byCommand(text), ...byTerraform(text), ...byAnsible(text)];
  }),
);

const COMMAND = /\bhelm\s+(?:upgrade|install)\s+([^\n;&|#`]*)/g;

/** Switches, which take no value. */
const SWITCHES =
  /^(?:-i|--(?:install|wait|wait-for-jobs|atomic|create-namespace|debug|dry-run|force|reuse-values|reset-values|reset-then-reuse-values|devel|skip-crds|dependency-update|hide-notes|no-hooks|generate-name|cleanup-on-fail|rollback-on-failure|take-ownership|server-side))$/;

function byCommand(text: string): Installed[] {
  return [...text.matchAll(COMMAND)].map(([, line = '']) => {
    const positional: string[] = [];
    let namespace: string | undefined;
    const parts = line.trim().split(/\s+/);
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] ?? '';
      if (!part.startsWith('-')) positional.push(part);
      else if (!part.includes('=') && !SWITCHES.test(part)) {
        if (part === '-n' || part === '--namespace') namespace = parts[i + 1];
        i++;
      } else if (part.startsWith('--namespace=')) namespace = part.slice('--namespace='.length);
    }
    return installed(positional.slice(0, 2), namespace);
  });
}

/** How many lines are read of a block: what is longer has its names at the top. */
const BLOCK = 40;

function byTerraform(text: string): Installed[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    if (!/^\s*resource\s+"helm_release"/.test(line)) return [];
    const rest = lines.slice(i + 1, i + BLOCK);
    const end = rest.findIndex(other => other.startsWith('}'));
    const block = end < 0 ? rest : rest.slice(0, end);
    const fields = new Map(
      block.flatMap((other): [string, string][] => {
        const [, key, value] = /^\s*(\w+)\s*=\s*"([^"]*)"/.exec(other) ?? [];
        return key !== undefined && value !== undefined ? [[key, value]] : [];
      }),
    );
    return [
      installed([fields.get('name') ?? '', fields.get('chart') ?? ''], fields.get('namespace')),
    ];
  });
}

/** How far from a task's chart its other fields are; those of tasks around it do no harm. */
const NEAR = 6;

function byAnsible(text: string): Installed[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    const chart = /^\s*chart_ref:\s*["']?([^\s"']+)/.exec(line)?.[1];
    if (chart === undefined) return [];
    const around = lines.slice(Math.max(0, i - NEAR), i + NEAR + 1);
    const said = (key: RegExp) => around.flatMap(other => key.exec(other)?.[1] ?? []);
    return [
      installed(
        [chart, ...said(/^\s*(?:release_)?name:\s*["']?([\w.-]+)["']?\s*$/)],
        said(/^\s*(?:release_)?namespace:\s*["']?([\w.-]+)/)[0],
      ),
    ];
  });
}

/** What is a variable says nothing. */
function installed(names: readonly string[], namespace: string | undefined): Installed {
  const words = names
    .map(name => basename(name.replace(/["']/g, '')))
    .filter(name => /^[a-z0-9][a-z0-9.-]+$/.test(name));
  const where = namespace?.replace(/["']/g, '');
  return { words, namespace: where && /^[a-z0-9-]+$/.test(where) ? where : undefined };
}
