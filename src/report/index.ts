import { compact } from './compact.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { LimitedReporter, Reporter } from './report.ts';
import { sarif } from './sarif.ts';
import { stylish } from './stylish.ts';

export const reporters = {
  stylish,
  compact,
  json,
  sarif,
  github,
  gitlab,
  markdown,
  junit,
} as const satisfies Record<string, Reporter | LimitedReporter>;

export type FormatName = keyof typeof reporters;
