// The floors of src/ are written in CONTRIBUTING.md: this reads its tables and refuses imports that go up,
// imports between neighbours of one floor, and circles. Imports of types count like all others.
import { readFileSync } from 'node:fs';

const guide = readFileSync(new URL('CONTRIBUTING.md', import.meta.url), 'utf8');

/** The tables whose first column has places in src/: the places of each row, the lowest row first. */
const tables = guide
  .split('\n\n')
  .map(block => block.split('\n').map(placesOf).filter(isFilled))
  .filter(isFilled);

/** @param {string} line */
function placesOf(line) {
  const [, column = ''] = /^\|([^|]*)\|/.exec(line) ?? [];
  return [...column.matchAll(/`(src\/[^`]*)`/g)].map(([, place = '']) => place);
}

/** @param {readonly unknown[]} list */
function isFilled(list) {
  return list.length > 0;
}

/** @param {readonly string[]} places */
const pattern = places => places.map(place => `^${place.replaceAll('.', '\\.')}`);

/**
 * What the places of a table must not import. A place within another is one of its own.
 *
 * @param {readonly (readonly string[])[]} rows
 */
function floors(rows) {
  return rows.flatMap((row, i) =>
    row.flatMap(place => {
      const higher = [...rows.slice(i + 1).flat(), ...row.filter(other => other !== place)];
      // An empty list of patterns would be any path.
      if (!isFilled(higher)) return [];
      const lower = [...rows.slice(0, i).flat(), place];
      const within = rows.flat().filter(other => other !== place && other.startsWith(place));
      const open = lower.filter(other => higher.some(outer => other.startsWith(outer)));
      return {
        name: `${place} imports only what stands above it in CONTRIBUTING.md`,
        severity: 'error',
        from: { path: pattern([place]), pathNot: pattern(within) },
        to: { path: pattern(higher), pathNot: pattern(open) },
      };
    }),
  );
}

const [everything = []] = tables;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no import closes a circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'each file of src/ has a floor in CONTRIBUTING.md',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: pattern(everything.flat()) },
    },
    ...tables.flatMap(floors),
  ],
  options: {
    includeOnly: '^src/',
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
