import { compact } from './compact.ts';
import { json } from './json.ts';
import type { Reporter } from './report.ts';
import { stylish } from './stylish.ts';

export const reporters = { stylish, compact, json } as const satisfies Record<string, Reporter>;

export type FormatName = keyof typeof reporters;
