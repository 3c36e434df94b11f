import type { Problem } from '../../../source/problem.ts';
import type { Place, SourceText } from '../../../source/text.ts';
import type { SkippedPath } from '../../../source/tree.ts';
import type { DocumentClass } from '../../../yaml/classify.ts';
import type { SourceDocument } from '../../../yaml/parse.ts';
import type { AppBuild } from '../../app-build.ts';
import type { AppDirectory, Application, ApplicationSet, AppProject } from '../../application.ts';
import type { SchemaSource } from '../../schema/source.ts';
import type { IdleSopsRule, SopsFile } from '../../sops.ts';
import type { TalosModel } from '../../talos.ts';
import type { ResourceIndex } from './resources.ts';

/** A chart by what a release says of it. */
export interface ChartName {
  readonly name: string;
  readonly repository: string;
  readonly version: string;
}

/** Charts of elsewhere that releases and dependencies name. */
export interface ChartFacts {
  /** Those that can be had, at hand or not. */
  readonly wanted: readonly ChartName[];
  /** Those of them that are not at hand: models stand in. */
  readonly absent: readonly ChartName[];
  /** Those that nobody can look up: ranges of versions, placeholders, repositories by an alias. */
  readonly vague: readonly ChartName[];
  /** Those that the lock names and that are not in the store: what depends on them isn't known now. */
  readonly lacking: readonly ChartName[];
}

/** How Argo CD is set up to build kustomizations; undefined where the repository doesn't say. */
export interface ArgoCdSettings {
  /** `kustomize.buildOptions` has `--enable-helm`. */
  readonly helmEnabled: boolean | undefined;
  readonly loadRestrictor: 'rootOnly' | 'none' | undefined;
}

/** By a file's own path, or by that of a directory that it lies in. */
export type Taken = 'file' | 'directory';

/** What the loaders read. */
export interface ClusterFacts {
  readonly applicationSets: readonly ApplicationSet[];
  readonly applications: readonly Application[];
  readonly appProjects: readonly AppProject[];
  readonly appDirectories: readonly AppDirectory[];
  /** Directories beside those of Applications written by hand, which nothing deploys. */
  readonly neighbours: readonly AppDirectory[];
  /** Directories whose children are categories. */
  readonly appRoots: readonly string[];
  /** Kustomizations that no Application deploys and no other kustomization uses. */
  readonly standalone: readonly AppBuild[];
  readonly resources: ResourceIndex;
  /** What deploys without an Application that is known: other controllers, templates of Applications. */
  readonly deployers: readonly OtherDeployer[];
  readonly talos: TalosModel;
  readonly charts: ChartFacts;
  readonly argocd: ArgoCdSettings;
  readonly problems: readonly Problem[];
  /** Whether something of the repository may fill `${NAME}` in before objects reach the cluster. */
  readonly substitutes: () => boolean;
  /** Whether a file gives Argo CD's kustomize an option, whether or not a build is known to use it. */
  readonly givesBuildOption: (option: string) => boolean;
  /** Whether git is told to leave out files of Secrets. */
  readonly keepsSecretsOut: () => boolean;
  /** Whether an Application for a directory is there in comments: parked on purpose. */
  readonly isCommentedOut: (directory: string) => boolean;
  /** How a script, an instruction or another controller's object takes a file by its path. */
  readonly taken: (path: string) => Taken | undefined;
  /** Files that SOPS encrypts, by their names. */
  readonly sopsFiles: readonly SopsFile[];
  /** Rules of SOPS that no file is for, while encrypted ones have none. */
  readonly idleSopsRules: readonly IdleSopsRule[];
  /** What the API's own schemas say about objects. */
  readonly schemas: SchemaSource;
  readonly counts: ClusterCounts;
  readonly skipped: readonly SkippedPath[];
  /** Every YAML file that was looked at as such, in order of path. */
  readonly lintedFiles: readonly LintedFile[];
  /** Some file to point at when nothing better is at hand. */
  readonly anyFile: SourceText;
  documents(path: string): readonly SourceDocument[];
  /** The Application that a file belongs to, if exactly one does. */
  applicationOf(path: string): Application | undefined;
}

/** Something that deploys, and whose Applications, if it has any, are not known. */
export interface OtherDeployer {
  readonly at: Place;
  /** As a clause: `Flux deploys it`. */
  readonly reason: string;
  readonly help?: string;
}

/** A YAML file with what its documents are. */
export interface LintedFile {
  readonly file: SourceText;
  readonly types: ReadonlySet<DocumentClass>;
}

export interface ClusterCounts {
  readonly files: number;
  readonly documents: number;
  readonly applications: number;
  readonly resources: number;
}
