import type { Cluster } from '../src/model/cluster/cluster.ts';
import type { TalosNode } from '../src/model/talos.ts';
import { parseAddress } from '../src/net/addresses.ts';
import { basename } from '../src/source/tree.ts';
import { getMap, itemsAt, textAt } from '../src/yaml/access.ts';
import { claimRows } from './pitower-claims.ts';
import { applicationPath, code } from './pitower-names.ts';

/** The tables of the reference cluster's README, by the name in their marker. */
export const pitowerTables = (cluster: Cluster): Readonly<Record<string, string>> => ({
  nodes: table(['Node', 'Hardware', 'Role', 'Address', 'Installs to'], nodeRows(cluster)),
  addresses: table(['Address', 'Service', 'Application'], addressRows(cluster)),
  routes: table(['Name', 'Gateway', 'Application'], routeRows(cluster)),
  storage: table(
    ['Class', 'Application', 'Claim', 'Size>', 'Copies>', 'Backup'],
    claimRows(cluster),
  ),
});

/**
 * A README with its tables made anew.
 *
 * @param text what stands between `<!-- table: NAME -->` and `<!-- end -->` is replaced
 * @throws when a table has no place, or a place no table
 */
export function withTables(text: string, tables: Readonly<Record<string, string>>): string {
  const left = new Set(Object.keys(tables));
  const result = text.replace(
    /(<!-- table: (\S+) -->\n)[\s\S]*?(?=<!-- end -->)/g,
    (_, marker: string, name: string) => {
      const made = tables[name];
      if (made === undefined) throw new Error(`there is no table ${name}`);
      left.delete(name);
      return marker + made;
    },
  );
  if (left.size > 0) throw new Error(`no marker for ${[...left].join(', ')}`);
  return result;
}

/** A GitHub table; columns whose heading ends in `>` are aligned to the right. */
function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const rule = headings.map(heading => (heading.endsWith('>') ? '--:' : ':--'));
  const titles = headings.map(heading => heading.replace(/>$/, ''));
  return `${line(titles)}|${rule.join('|')}|\n${rows.map(line).join('')}`;
}

const addressOrder = (text: string): bigint => parseAddress(text)?.value ?? 0n;

const byAddress = (a: string, b: string): number => {
  const difference = addressOrder(a) - addressOrder(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

const addressRows = ({ loadBalancers }: Cluster): string[][] =>
  loadBalancers
    .flatMap(({ requests, name, resource }) =>
      requests.map(({ text }) => ({ text, name, where: applicationPath(resource) })),
    )
    .sort((a, b) => byAddress(a.text, b.text))
    .map(({ text, name, where }) => [code(text), code(name), code(where)]);

const routeRows = ({ routes }: Cluster): string[][] =>
  routes
    .flatMap(({ hostnames, parents, resource }) =>
      hostnames.flatMap(({ text }) =>
        parents.map(({ name }) => [code(text), code(name.text), code(applicationPath(resource))]),
      ),
    )
    .sort((a, b) => (a.join('\0') < b.join('\0') ? -1 : 1));

/** What the schematics' names stand for. */
const HARDWARE: Readonly<Record<string, string>> = {
  rpi3: 'Raspberry Pi 3B+',
  rpi4: 'Raspberry Pi 4',
  t440p: 'ThinkPad T440p',
  am06: 'Acemagician AM06',
};

function nodeRows({ nodes, resources }: Cluster): string[][] {
  const storage = new Set(
    resources
      .ofKind('CephCluster', 'ceph.rook.io')
      .flatMap(({ value }) => itemsAt(value, 'spec', 'storage', 'nodes'))
      .flatMap(node => textAt(node, 'name') ?? []),
  );
  return [...nodes]
    .sort((a, b) => byAddress(addressOf(a), addressOf(b)))
    .map(node => [
      code(node.name),
      hardwareOf(node),
      roleOf(node, storage),
      code(addressOf(node)),
      installDisk(node),
    ]);
}

const addressOf = ({ addresses }: TalosNode): string =>
  addresses[0]?.text.replace(/\/.*$/, '') ?? '';

export function hardwareOf({ schematic }: TalosNode): string {
  const name = basename(schematic?.file ?? '').replace(/\.ya?ml$/, '');
  return HARDWARE[name] ?? name;
}

function roleOf({ role, name, machine }: TalosNode, storage: ReadonlySet<string>): string {
  if (role === 'controlplane') return 'control plane';
  const taints = itemsAt(machine, 'machine', 'kubelet', 'extraConfig', 'registerWithTaints');
  return `${taints.length > 0 ? 'tainted ' : ''}worker${storage.has(name) ? ', Ceph' : ''}`;
}

/** Boards install to their card; the others to the small SSD that their selector takes. */
function installDisk({ machine }: TalosNode): string {
  const install = getMap(machine, 'machine', 'install');
  const disk = textAt(install, 'disk');
  if (disk !== undefined) return disk.startsWith('/dev/mmcblk') ? 'SD card' : code(disk);
  const isSmallSsd =
    textAt(install, 'diskSelector', 'type') === 'ssd' &&
    textAt(install, 'diskSelector', 'size') === '<= 130GB';
  return isSmallSsd ? '128 GB SSD' : '';
}
