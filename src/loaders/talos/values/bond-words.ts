/**
 * The words that fields of a bond take.
 *
 * @see https://github.com/siderolabs/talos/tree/v1.12.4/pkg/machinery/nethelpers
 */
export const BOND_WORDS: Readonly<Record<string, readonly string[]>> = {
  bondMode: [
    'balance-rr',
    'active-backup',
    'balance-xor',
    'broadcast',
    '802.3ad',
    'balance-tlb',
    'balance-alb',
  ],
  xmitHashPolicy: ['layer2', 'layer3+4', 'layer2+3', 'encap2+3', 'encap3+4'],
  lacpRate: ['slow', 'fast'],
  arpValidate: ['none', 'active', 'backup', 'all', 'filter', 'filter-active', 'filter-backup'],
  arpAllTargets: ['any', 'all'],
  primaryReselect: ['always', 'better', 'failure'],
  failOverMac: ['none', 'active', 'follow'],
  adSelect: ['stable', 'bandwidth', 'count'],
};

/** `a, b or c`. */
export const listed = (words: readonly string[]): string =>
  words.length > 1 ? `${words.slice(0, -1).join(', ')} or \`${words.at(-1)}\`` : (words[0] ?? '');
