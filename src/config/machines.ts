import type { TalosNode } from '../model/talos.ts';
import { basename } from '../source/tree.ts';
import type { MachinePolicy } from './policy.ts';

/**
 * The model of a machine, by the names that the policy gives: of the node itself, of its host, of its
 * schematic's file. Undefined where none of them tells.
 */
export function modelOf(
  node: TalosNode,
  machines: Readonly<Record<string, MachinePolicy>>,
): string | undefined {
  const own = [node.name, node.hostname?.text, basename(node.schematic?.file ?? '')];
  const texts = own.flatMap(text => (text ? [text.toLowerCase()] : []));
  return Object.entries(machines).find(([model, { names = [model] }]) =>
    texts.some(text => names.some(name => startsWord(text, name.toLowerCase()))),
  )?.[0];
}

/** `am06` starts `am06-01`, and the second word of `worker-am06`. */
function startsWord(text: string, name: string): boolean {
  const at = text.indexOf(name);
  return at === 0 || (at > 0 && /[-._]/.test(text[at - 1] ?? ''));
}
