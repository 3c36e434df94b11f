import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EVERYTHING, examine } from '../../scripts/fuzz/examine.ts';
import type { Input } from '../../scripts/fuzz/input.ts';

// What `npm run fuzz` found once, made small: it holds now, and stays so.

const FOUND = 'test/fuzz/found';

describe('inputs that failed once', () => {
  it.each(readdirSync(FOUND))('%s', name => {
    const { input } = JSON.parse(readFileSync(join(FOUND, name), 'utf8')) as { input: Input };
    expect(examine(input, EVERYTHING).failure).toBeUndefined();
  });
});
