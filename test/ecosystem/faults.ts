import type { Application } from '../../src/model/application.ts';
import type { Cluster } from '../../src/model/cluster/cluster.ts';
import type { Place } from '../../src/source/text.ts';
import { asScalar, getString, itemsAt } from '../../src/yaml/access.ts';
import type { LocatedScalar } from '../../src/yaml/located.ts';
import { applicationScalars, PLACES, scalarsAt } from './fault-places.ts';
import { numbers, shuffled } from './verdicts.ts';

/** A defect to plant: other characters at one place. */
export interface Fault {
  /** What is broken, in words: "storage class". */
  readonly what: string;
  readonly at: Place;
  readonly text: string;
  /** Whether something unknown is near: in what the same Application deploys. */
  readonly blind: boolean;
}

/**
 * Draws defects of kinds that rules know, the kinds in turn, half of them (as far as there are such
 * places) in Applications that have something unknown near. The same seed draws the same.
 */
export function drawFaults(cluster: Cluster, count: number, seed: number): Fault[] {
  const random = numbers(seed);
  const all = unique([
    ...references(cluster, random),
    ...addresses(cluster),
    ...listed(cluster, random),
    ...declared(cluster, random),
  ]);
  const half = (blind: boolean) =>
    inTurn(
      all.filter(fault => fault.blind === blind),
      random,
    );
  const [seeing, blind] = [half(false), half(true)];
  const fromBlind = Math.min(blind.length, Math.max(count - seeing.length, count >> 1));
  return [...blind.slice(0, fromBlind), ...seeing.slice(0, count - fromBlind)];
}

function references(cluster: Cluster, random: () => number): Fault[] {
  const open = openNames(cluster);
  return cluster.applications.flatMap(application =>
    application.resources
      .filter(({ release, partial }) => !release && !partial)
      .flatMap(({ kind, value, namespace = 'default' }) =>
        PLACES.filter(({ kinds }) => kinds.test(kind)).flatMap(({ what, path, isKnown, isKey }) =>
          scalarsAt(value, path, isKey ?? false)
            .filter(found =>
              isKnown
                ? isKnown(cluster, { ...found, object: value, namespace })
                : isKey || !open.has(found.scalar.text),
            )
            .flatMap(({ scalar }) => fault(what, scalar, application, random)),
        ),
      ),
  );
}

/** Names that a question was left open about: of those nobody knows whether they are right. */
const openNames = ({ resources }: Cluster): ReadonlySet<string> =>
  new Set(
    [...resources.unanswered.values()].flatMap(asked =>
      [...asked].map(title =>
        title.slice(Math.max(title.lastIndexOf('/'), title.lastIndexOf(' ')) + 1),
      ),
    ),
  );

/** An address that another Service has already. */
function addresses({ loadBalancers, applicationOf }: Cluster): Fault[] {
  const requests = loadBalancers.flatMap(each => each.requests);
  return requests.flatMap(({ at, text }) => {
    const other = requests.find(request => request.text !== text);
    const application = applicationOf(at.file.path);
    return other && application
      ? [{ what: 'address', at, text: other.text, blind: isBlind(application) }]
      : [];
  });
}

/** A file or directory that a kustomization lists, and the namespace that it sets. */
function listed({ applications }: Cluster, random: () => number): Fault[] {
  return applications.flatMap(application =>
    application.builds
      .flatMap(({ kustomizations }) =>
        kustomizations.map(({ value }, i) => ({ value, root: i > 0 && kustomizations[0] })),
      )
      .flatMap(({ value, root }) => [
        ...itemsAt(value, 'resources').flatMap(item => {
          const scalar = asScalar(item);
          return scalar && !scalar.text.includes(':')
            ? fault('file', scalar, application, random)
            : [];
        }),
        // One that another kustomization overrides is nobody's.
        ...[getString(value, 'namespace')].flatMap(scalar =>
          scalar &&
          !(root && getString(root.value, 'namespace')) &&
          application.resources.some(({ namespace }) => namespace === scalar.text)
            ? fault('namespace', scalar, application, random)
            : [],
        ),
      ]),
  );
}

/** What Applications say themselves. */
const declared = ({ applications }: Cluster, random: () => number): Fault[] =>
  applications.flatMap(application =>
    applicationScalars(application).flatMap(([what, scalar]) =>
      fault(what, scalar, application, random),
    ),
  );

/** Puts something wrong for a plain scalar that stands in a file as it is. */
function fault(
  what: string,
  scalar: LocatedScalar,
  application: Application,
  random: () => number,
): Fault[] {
  // A number that no container declares is only advice.
  if (what === 'target port' && typeof scalar.value === 'number') return [];
  const { origin, text } = scalar;
  const at = { file: origin.file, start: origin.start, end: origin.end };
  const isPlain = at.file.text.slice(at.start, at.end) === text;
  if (origin.made !== undefined || !isPlain || !/^[\w./-]+$/.test(text)) return [];
  const wrong = typeof scalar.value === 'number' ? '64999' : wrongName(text, random());
  return [{ what, at, text: wrong, blind: isBlind(application) }];
}

/** A slip of the pen (a letter too many, too few, two swapped), or a name that is not there at all. */
function wrongName(text: string, roll: number): string {
  const [, name = '', end = ''] = /^(.*?)(\.ya?ml|\/)?$/.exec(text) ?? [];
  const last = name.lastIndexOf('/') + 1;
  const [folder, word] = [name.slice(0, last), name.slice(last)];
  const middle = word.length >> 1;
  const [a = '', b = ''] = word.slice(middle - 1, middle + 1);
  const wrong =
    roll < 0.25 || word.length < 5 || (roll < 0.75 && a === b)
      ? `${word}x`
      : roll < 0.5
        ? word.slice(0, middle) + word.slice(middle + 1)
        : roll < 0.75
          ? word.slice(0, middle - 1) + b + a + word.slice(middle + 1)
          : 'gone';
  return `${folder}${wrong}${end}`;
}

const isBlind = ({ builds }: Application): boolean =>
  builds.some(
    ({ unknowable, releases }) =>
      unknowable.length > 0 || releases.some(({ rendering }) => rendering.complete !== 'all'),
  );

/** One place is planted once, however many Applications deploy it. */
function unique(faults: readonly Fault[]): Fault[] {
  const seen = new Set<string>();
  return faults.filter(({ at }) => {
    const key = `${at.file.path}\0${at.start}`;
    return seen.size < seen.add(key).size;
  });
}

/** Of each kind one in turn, the places of a kind in random order. */
function inTurn(faults: readonly Fault[], random: () => number): Fault[] {
  const kinds = [...new Set(faults.map(({ what }) => what))].sort();
  const piles = kinds.map(kind =>
    shuffled(
      faults.filter(({ what }) => what === kind),
      random,
    ),
  );
  const longest = Math.max(0, ...piles.map(pile => pile.length));
  return Array.from({ length: longest }, (_, i) => piles.flatMap(pile => pile[i] ?? [])).flat();
}
