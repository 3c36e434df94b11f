import { makePolicy } from '../config/load.ts';
import { loadCluster } from '../loaders/repository.ts';
import type { Application } from '../model/application.ts';
import { renderObjects } from '../report/render.ts';
import { displayPath } from '../source/tree.ts';
import { nearest } from '../text/nearest.ts';
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
  checkDirectory(options.path);
  const tree = openRepositoryOf([options.path]).tree;
  const policy = makePolicy(undefined, 'inferred');
  if (!('preset' in policy)) throw new Error('the inferred preset is always valid');
  const { applications } = loadCluster(openSources(tree), policy, () => {}, {
    charts: openCharts(options.charts),
  });
  if (applications.length === 0) throw new UsageError(`${options.path} has no Applications`);
  const chosen =
    name === undefined
      ? applications
      : applications.filter(application => isNamed(application, name));
  if (chosen.length === 0) {
    const meant = nearest(
      name ?? '',
      applications.map(application => application.name.text),
    );
    throw new UsageError(`there is no Application "${name}"`, meant && `Did you mean ${meant}?`);
  }
  return renderObjects(chosen, { ...options, displayPath: path => displayPath(tree.root, path) });
}

const isNamed = ({ name, builds }: Application, wanted: string): boolean =>
  name.text === wanted ||
  builds.some(
    ({ directory }) => directory === wanted.replace(/\/+$/, '') || directory.endsWith(`/${wanted}`),
  );
