import table from '../../schemas/known-values.json' with { type: 'json' };
import type { KnownKeys } from './known-keys.ts';

/** What is known of one chart. */
export interface KnownTableEntry {
  /** The newest and the oldest minor release that was read. */
  readonly newest: string;
  readonly oldest?: string;
  /** Where it is published, without the scheme. */
  readonly homes: readonly string[];
  /** Its schema refuses any other key: the keys are those of the schema, and of releases before `oldest` none is known. */
  readonly strict?: boolean;
  readonly keys: KnownKeys;
}

/** The charts by name. In the bundle this is a text, which is parsed when it is asked for first. */
export const knownTable = (): Readonly<Record<string, KnownTableEntry>> =>
  table as unknown as Readonly<Record<string, KnownTableEntry>>;
