import type { LocatedEntry, LocatedScalar, LocatedValue } from '../yaml/located.ts';

/** Which values SOPS encrypts; undefined where a regular expression can't be told. */
export type SopsSelection = (path: readonly string[]) => boolean | undefined;

/** A file whose name says that SOPS encrypts it. */
export interface SopsFile {
  readonly path: string;
  /** Where to point at when the file as a whole is meant; undefined where it has SOPS' metadata. */
  readonly unencrypted: LocatedValue | undefined;
  /** Values in the clear that are to be encrypted, of files that SOPS has encrypted. */
  readonly clear: readonly LocatedEntry[];
}

/** A rule of `.sops.yaml` that no file of the repository is for. */
export interface IdleSopsRule {
  readonly at: LocatedScalar;
  /** Encrypted files below the configuration that no rule is for. */
  readonly left: readonly string[];
}
