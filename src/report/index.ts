import { compact } from './compact.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { json, jsonLines } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { rdjson } from './rdjson.ts';
import type { LimitedReporter, Reporter } from './report.ts';
import { sarif } from './sarif.ts';
import { stylish } from './stylish.ts';

export const reporters = {
  stylish,
  compact,
  json,
  'json-lines': jsonLines,
  sarif,
  github,
  gitlab,
  rdjson,
  markdown,
  junit,
} as const satisfies Record<string, Reporter | LimitedReporter>;

export type FormatName = keyof typeof reporters;
