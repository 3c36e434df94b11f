import { createRequire } from 'node:module';
import type * as Cel from '@marcbachmann/cel-js';

export type CelLibrary = typeof Cel;

const load = createRequire(import.meta.url);

/**
 * The CEL library, loaded when an expression is met: most runs have none, and loading it takes as long as linting a
 * file. The bundle has its own version of this module (scripts/bundle.mjs).
 */
export const library = (): CelLibrary => load('@marcbachmann/cel-js') as CelLibrary;
