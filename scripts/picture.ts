import { readPolicyFile } from '../src/cli/policy-file.ts';
import { lint } from '../src/lint.ts';
import { stylish } from '../src/report/stylish.ts';
import { rules } from '../src/rules/index.ts';
import { overlay } from '../src/source/overlay.ts';
import { openWorkTree } from '../src/source/work-tree.ts';

/** Slips as anyone makes them, each of them wrong only beside a file elsewhere. */
const SLIPS: readonly (readonly [path: string, right: string, wrong: string])[] = [
  ['kubernetes/apps/media/jellyfin/values.yaml', '192.168.0.229', '192.168.0.250'],
  ['kubernetes/apps/media/prowlarr/pvc.yaml', 'ceph-block', 'ceph-blok'],
  ['kubernetes/apps/media/qbittorrent/values.yaml', 'sectionName: https', 'sectionName: web'],
];

/** What a terminal shows where the reference cluster has these slips, up to the count of findings. */
export function terminalOutput(): string {
  const tree = openWorkTree('pitower', { root: '.' });
  const texts = SLIPS.map(([name, right, wrong]) => {
    const path = `pitower/${name}`;
    const text = new TextDecoder().decode(tree.read(path));
    if (!text.includes(right)) throw new Error(`${path} has no ${right}`);
    return [path, text.replace(right, wrong)] as const;
  });
  const policy = readPolicyFile(true, 'pitower', 'pitower');
  const outcome = lint({
    tree: overlay(tree, new Map(texts)),
    policyFile: policy && { ...policy, path: `pitower/${policy.path}` },
    rules,
    today: '2026-01-01',
  });
  if (outcome.status !== 'linted') throw new Error('the reference cluster can be linted');
  const shown = stylish(outcome.report, {
    color: true,
    least: 'warning',
    all: false,
    verbose: false,
  });
  const lines = shown.split('\n');
  const verdict = lines.findIndex(line => line.includes('✖'));
  return ['$ pitower-lint', ...lines.slice(0, verdict + 1), ''].join('\n');
}

interface Palette {
  readonly background: string;
  readonly text: string;
  readonly dim: string;
  readonly red: string;
  readonly green: string;
  readonly yellow: string;
  readonly blue: string;
}

const PALETTES = {
  light: {
    background: '#f6f8fa',
    text: '#1f2328',
    dim: '#59636e',
    red: '#cf222e',
    green: '#116329',
    yellow: '#7d4e00',
    blue: '#0550ae',
  },
  dark: {
    background: '#0d1117',
    text: '#e6edf3',
    dim: '#8b949e',
    red: '#ff7b72',
    green: '#3fb950',
    yellow: '#d29922',
    blue: '#58a6ff',
  },
} as const satisfies Record<string, Palette>;

/** The pictures of the README: the same output on a light and on a dark terminal. */
export function pictures(): [path: string, text: string][] {
  const output = terminalOutput();
  return Object.entries(PALETTES).map(([name, palette]) => [
    `docs/images/findings-${name}.svg`,
    svg(output, palette),
  ]);
}

const SIZE = 13;
const ADVANCE = 7.83;
const LINE = 19;
const MARGIN = 18;

function svg(output: string, palette: Palette): string {
  const lines = output.trimEnd().split('\n');
  const columns = Math.max(...lines.map(line => line.replace(CODE, '').length));
  const width = Math.ceil(columns * ADVANCE + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  const rows = lines.map(
    (line, i) =>
      `<text x="${MARGIN}" y="${MARGIN + i * LINE + SIZE}">${spans(line, palette)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="What pitower-lint prints">
<rect width="100%" height="100%" rx="8" fill="${palette.background}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${SIZE}" fill="${palette.text}" xml:space="preserve">
${rows.join('\n')}
</g>
</svg>
`;
}

/** What changes how text looks, as terminals are told. */
// biome-ignore lint/complexity/useRegexLiterals: a literal would have a control character
const CODE = new RegExp('\u001B\\[(\\d+)m', 'g');

const isEnd = (code: string): boolean => ['0', '22', '24', '39'].includes(code);

function spans(line: string, palette: Palette): string {
  const looks: string[] = [];
  let at = 0;
  let result = '';
  const add = (text: string) => {
    if (text === '') return;
    const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/ /g, '\u00A0');
    result += looks.length > 0 ? `<tspan ${looks.join(' ')}>${escaped}</tspan>` : escaped;
  };
  for (const match of line.matchAll(CODE)) {
    add(line.slice(at, match.index));
    at = match.index + match[0].length;
    const code = match[1] ?? '';
    if (isEnd(code)) looks.pop();
    else looks.push(lookOf(code, palette));
  }
  add(line.slice(at));
  return result;
}

function lookOf(code: string, palette: Palette): string {
  const looks: Readonly<Record<string, string>> = {
    '1': 'font-weight="bold"',
    '2': `fill="${palette.dim}"`,
    '4': 'text-decoration="underline"',
    '31': `fill="${palette.red}"`,
    '32': `fill="${palette.green}"`,
    '33': `fill="${palette.yellow}"`,
    '34': `fill="${palette.blue}"`,
  };
  const look = looks[code];
  if (look === undefined) throw new Error(`no look for the code ${code}`);
  return look;
}
