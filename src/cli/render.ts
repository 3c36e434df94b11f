import { basename } from 'node:path';
import { makePolicy } from '../config/load.ts';
import { loadCluster } from '../loaders/repository.ts';
import type { Application } from '../model/application.ts';
import { renderObjects } from '../report/render.ts';
import { displayPath } from '../source/tree.ts';
import { code } from '../text/code.ts';
import { didYouMean } from '../text/nearest.ts';
import { openSources } from '../yaml/sources.ts';
import { openCharts } from './chart-folders.ts';
import { checkDirectory } from './directory.ts';
import { openRepositoryOf } from './repository.ts';
import { UsageError } from './usage-error.ts';

export const RENDER_FORMATS = ['yaml', 'json'] as const;

export interface RenderCommandOptions {
  readonly path: string;
  readonly origins: boolean;
  /** A folder with charts that are used besides those of the store. */
  readonly charts?: string;
  readonly format: (typeof RENDER_FORMATS)[number];
}

/** Prints what Applications resolve to: all of them, or one by its name or its directory. */
export function render(name: string | undefined, options: RenderCommandOptions): string {
  const { applications, displayPath } = resolved(name, options);
  return renderObjects(applications, { ...options, displayPath });
}

/** Applications as they resolve, and how a reader knows the paths in them. */
export interface Resolved {
  readonly applications: readonly Application[];
  displayPath(path: string): string;
}

/**
 * Resolves the Applications of a repository: all of them, or one by its name or its directory.
 *
 * @throws UsageError where it has none, or none of that name
 */
export function resolved(
  name: string | undefined,
  {
    path,
    charts,
    progress = () => {},
  }: {
    readonly path: string;
    readonly charts?: string | boolean | undefined;
    readonly progress?: (stage: string) => void;
  },
): Resolved {
  checkDirectory(path);
  const tree = openRepositoryOf([path]).tree;
  const policy = makePolicy(undefined, 'inferred');
  if (!('preset' in policy)) throw new Error('the inferred preset is always valid');
  const { applications } = loadCluster(openSources(tree), policy, progress, {
    charts: openCharts(charts),
  });
  if (applications.length === 0)
    throw new UsageError(`${code(path)} has no Applications`, undefined, { code: 'not-found' });
  const chosen =
    name === undefined
      ? applications
      : applications.filter(application => isNamed(application, name));
  if (chosen.length === 0) {
    const names = applications.flatMap(namesOf);
    throw new UsageError(
      `there is no Application ${code(name ?? '')}`,
      didYouMean(name ?? '', names),
      {
        code: 'not-found',
      },
    );
  }
  return { applications: chosen, displayPath: file => displayPath(tree.root, file) };
}

/** By what an Application may be asked for: its name, and the last parts of its directories. */
const namesOf = ({ name, builds }: Application): string[] => [
  name.text,
  ...builds.map(({ directory }) => basename(directory)),
];

const isNamed = ({ name, builds }: Application, wanted: string): boolean =>
  name.text === wanted ||
  builds.some(
    ({ directory }) => directory === wanted.replace(/\/+$/, '') || directory.endsWith(`/${wanted}`),
  );
