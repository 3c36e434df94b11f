import { get } from '../../../yaml/access.ts';
import type { LocatedValue } from '../../../yaml/located.ts';
import { type Gathered, mayHoldMore, placed, report, spend } from '../context/gathered.ts';
import { mergeGenerated } from './generated.ts';
import { allIds, describe, type Item, idOf, keyOf } from './item.ts';

export type Behavior = 'merge' | 'replace' | undefined;

/**
 * The objects of a kustomization while they come together. A class, because the list and its index
 * grow together.
 * https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/resmap/reswrangler.go
 */
export class ItemList {
  readonly #gathered: Gathered;
  readonly #items: Item[] = [];
  readonly #byId = new Map<string, Item>();
  /** The texts that have been reported: kustomize stops at the first object that is there already. */
  readonly #taken = new Set<LocatedValue>();

  constructor(gathered: Gathered, items: readonly Item[]) {
    this.#gathered = gathered;
    for (const item of items) this.#push(item);
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  /** Adds objects; one whose identity is taken is reported at `from` and left out. */
  addAll(items: readonly Item[], from: LocatedValue): void {
    if (!spend(this.#gathered, items.length, from)) return;
    for (const item of items) this.#add(item, from);
  }

  /** Adds a generated object, or merges it into the one that has its identity. */
  absorb(item: Item, behavior: Behavior, from: LocatedValue): void {
    if (!spend(this.#gathered, 1, from)) return;
    const id = keyOf(idOf(item));
    const matches = this.#items.filter(other => allIds(other).some(known => keyOf(known) === id));
    const [match] = matches;
    if (!behavior) {
      if (match) this.#reportTaken(item, match, from, 'set `behavior` to merge or replace');
      else this.#push(item);
      return;
    }
    if (!match) {
      const isKnown = !mayHoldMore(this.#gathered, idOf(item).kind);
      const what = describe(idOf(item));
      if (isKnown) report(this.#gathered, from, `there is no ${what} to \`${behavior}\``);
      else this.#push(item);
      return;
    }
    if (matches.length > 1) {
      report(this.#gathered, from, `more than one object could be ${describe(idOf(item))}`);
    }
    const merged = mergeGenerated(match, item, behavior);
    this.#items[this.#items.indexOf(match)] = merged;
    this.#byId.set(keyOf(idOf(merged)), merged);
  }

  #add(item: Item, from: LocatedValue): void {
    const known = this.#byId.get(keyOf(idOf(item)));
    if (known) this.#reportTaken(item, known, from, undefined);
    else this.#push(item);
  }

  #push(item: Item): void {
    this.#items.push(item);
    this.#byId.set(keyOf(idOf(item)), item);
  }

  #reportTaken(item: Item, known: Item, from: LocatedValue, help: string | undefined): void {
    if (this.#taken.size < this.#taken.add(from).size)
      reportTaken(this.#gathered, item, known, from, help);
  }
}

/** Reports that two objects of a build have one identity. */
export function reportTaken(
  gathered: Gathered,
  item: Item,
  known: Item,
  from: LocatedValue,
  help: string | undefined,
): void {
  const nameOf = ({ value }: Item) => placed(get(value, 'metadata', 'name') ?? value);
  const message = `${describe(idOf(item))} is already in the build`;
  const first = nameOf(known);
  const second = nameOf(item);
  const isSame = first.file === second.file && first.start === second.start;
  report(gathered, from, message, {
    help,
    related: [
      { at: first, message: isSame ? 'this object, twice' : 'first here' },
      ...(isSame ? [] : [{ at: second, message: 'again here' }]),
    ],
  });
}
