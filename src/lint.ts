import type { PolicyReader } from './config/extends.ts';
import { makePolicy, type Policy } from './config/load.ts';
import type { Severity } from './config/policy.ts';
import type { PolicyError } from './config/policy-error.ts';
import type { PresetName } from './config/presets.ts';
import type { Baseline } from './engine/baseline.ts';
import type { Confidence, Finding } from './engine/finding.ts';
import { type LintResult, runRules } from './engine/lint.ts';
import type { Renderings } from './helm/kept.ts';
import { keepRenderings } from './loaders/rendered-chart.ts';
import { hasPitowerLayout, loadCluster } from './loaders/repository.ts';
import { type SchemaError, userSchemas } from './loaders/user-schemas.ts';
import type { Cluster } from './model/cluster/cluster.ts';
import { coverageOf } from './model/cluster/coverage.ts';
import type { Repository } from './model/cluster/repository.ts';
import type { LintReport } from './report/report.ts';
import { customRules } from './rules/custom.ts';
import { rules as allRules } from './rules/index.ts';
import type { Rule } from './rules/rule.ts';
import type { SourceText } from './source/text.ts';
import { displayPath, type FileTree, isRepositoryPath, joinPath } from './source/tree.ts';
import type { ChartStore } from './store/store.ts';
import { listing, plural } from './text/plural.ts';
import { openSources, type Remembered } from './yaml/sources.ts';

export interface LintRequest {
  readonly tree: FileTree;
  readonly policyFile: SourceText | undefined;
  /** Reads the files that the policy file extends; default: none can be read. */
  readonly readPolicy?: PolicyReader | undefined;
  /** The rules to run; what the policy turns off is left out of them. */
  readonly rules: readonly Rule[];
  /** Whether a rule of the policy's own is to run, by its id; default: all are. */
  readonly isWanted?: ((id: string) => boolean) | undefined;
  readonly severities?: ReadonlyMap<string, Severity | 'off'>;
  /** The files whose findings are reported; default: all of the tree. */
  readonly isAsked?: ((path: string) => boolean) | undefined;
  /** The one cluster whose findings are reported; default: all. */
  readonly cluster?: string | undefined;
  /** How sure a finding must be at least; default: likely. */
  readonly confidence?: Confidence;
  /** Findings that are accepted for now. */
  readonly baseline?: Baseline | undefined;
  /** The day on which suppressions with `until` are judged, YYYY-MM-DD; default: the current one. */
  readonly today?: string;
  /** Manifests that kustomize or Helm rendered, linted in addition. */
  readonly rendered?: readonly SourceText[];
  /** Where the tree's paths start, from git's top level; default: there. */
  readonly prefix?: string;
  /** For a policy without `extends`, instead of what the layout of the tree says. */
  readonly preset?: PresetName;
  /** The path by which findings in a file are remembered, where it is not its own. */
  readonly rememberedPath?: (path: string) => string;
  /** The text of a user's JSON Schema by its path, such as `cert-manager.io/issuer_v1.json`. */
  readonly schemaFile?: ((path: string) => string | undefined) | undefined;
  /** Charts of elsewhere that are at hand; default: none. */
  readonly charts?: ChartStore | undefined;
  /** Where renderings of charts are kept between runs; default: nowhere. */
  readonly renderings?: Renderings | undefined;
  /** Files that earlier runs of this process read: what did not change is not parsed again. */
  readonly remembered?: Remembered | undefined;
  /** Told what is being done, for a person who waits. */
  readonly progress?: (stage: string) => void;
  /** Told what each rule took, in milliseconds. */
  readonly timed?: ((rule: string, milliseconds: number) => void) | undefined;
}

export interface Linted {
  readonly status: 'linted';
  readonly report: LintReport;
  /** What the report is by; it says less of both. */
  readonly policy: Policy;
  readonly rules: readonly Rule[];
  /** Whether a rule crashed: the findings are then not the whole truth. */
  readonly crashed: boolean;
  readonly repository: Repository;
  /** Findings that the baseline accepts, which the report only counts. */
  readonly baselined: readonly Finding[];
  /** Findings that comments hide, which the report only counts. */
  readonly suppressed: readonly Finding[];
}

export type LintOutcome =
  | Linted
  | { readonly status: 'invalid-policy'; readonly errors: readonly PolicyError[] }
  | { readonly status: 'invalid-schemas'; readonly errors: readonly SchemaError[] }
  /** No cluster has the name that was asked for. */
  | { readonly status: 'unknown-cluster'; readonly known: readonly string[] }
  | { readonly status: 'nothing-to-lint' };

/** Lints a tree: reads it, models the cluster it describes, runs the rules. */
export function lint(request: LintRequest): LintOutcome {
  const started = performance.now();
  const { tree, policyFile, rendered, schemaFile, progress = () => {} } = request;
  const shown = (path: string) => displayPath(tree.root, path);
  const preset = request.preset ?? (hasPitowerLayout(tree) ? 'pitower' : 'inferred');
  const policy = makePolicy(policyFile, preset, request.readPolicy);
  if (isErrors(policy)) return { status: 'invalid-policy', errors: policy };
  const { isWanted = () => true } = request;
  const own = customRules(policy).filter(({ id }) => isWanted(id));
  const [rules, known] = [request.rules, allRules].map(list => [...list, ...own]);
  const schemas = schemaFile && userSchemas(schemaFile);
  const sources = openSources(tree, request.remembered);
  if (request.renderings) keepRenderings(sources, request.renderings);
  const cluster = loadCluster(sources, policy, progress, {
    rendered,
    schemas,
    charts: request.charts,
  });
  if (cluster.counts.documents === 0 && cluster.problems.length === 0)
    return { status: 'nothing-to-lint' };
  const errors = schemas?.load(cluster.resources.deployed) ?? [];
  if (errors.length > 0) return { status: 'invalid-schemas', errors };
  const names = cluster.clusters.map(({ name }) => name);
  if (request.cluster !== undefined && !names.includes(request.cluster))
    return { status: 'unknown-cluster', known: names };
  progress('checking');
  const result = runRules(cluster, policy, rules ?? [], {
    severities: request.severities,
    known: known ?? [],
    today: request.today,
    baseline: request.baseline,
    confidence: request.confidence,
    isAsked: request.isAsked,
    cluster: request.cluster,
    displayPath: shown,
    rememberedPath: request.rememberedPath,
    timed: request.timed,
  });
  const ran = withReported(result, known ?? []);
  const report: LintReport = {
    findings: result.findings,
    policy,
    rules: ran,
    notes: [
      ...cluster.skipped.map(({ path, reason }) => `${path}: ${reason}`),
      ...unansweredNotes(cluster),
      ...unknownKindsNote(cluster),
      ...cluster.builds.flatMap(build =>
        build.unknowable.map(({ reason }) => `${build.directory}: ${reason}`),
      ),
    ],
    displayPath: shown,
    repositoryPath: path => {
      const real = isRepositoryPath(path) ? tree.real(path) : undefined;
      return real === undefined ? undefined : joinPath(request.prefix ?? '', real);
    },
    summary: {
      ...countFindings(result.findings),
      suppressed: result.suppressed.length,
      baselined: result.baselined.length,
      ...cluster.counts,
      clusters: Math.max(1, names.length),
      coverage: coverageOf(cluster),
      rules: result.rules.length,
      durationMs: Math.round(performance.now() - started),
    },
  };
  return {
    status: 'linted',
    report,
    policy,
    rules: ran,
    crashed: result.crashed,
    repository: cluster,
    baselined: result.baselined,
    suppressed: result.suppressed,
  };
}

/** The rules that ran, and those in whose name the engine itself speaks. */
function withReported({ rules, findings }: LintResult, known: readonly Rule[]): readonly Rule[] {
  const reported = new Set(findings.map(({ ruleId }) => ruleId));
  return [...rules, ...known.filter(rule => reported.has(rule.id) && !rules.includes(rule))];
}

/** What the rules asked for and nobody could tell, by the reason. */
const unansweredNotes = ({ resources }: Cluster): string[] =>
  [...resources.unanswered].map(
    ([reason, asked]) =>
      `not known whether there is ${listing([...asked].sort(), 'or')}: ${reason}`,
  );

/** What no schema was there for, where schemas are checked. */
const unknownKindsNote = ({ withoutSchema }: Cluster): string[] => {
  const count = [...withoutSchema.values()].reduce((sum, n) => sum + n, 0);
  const kinds = [...withoutSchema.keys()].sort();
  return count === 0
    ? []
    : [`no schema for ${plural(count, 'object')} of ${listing(kinds)}; --schema-dir can add some`];
};

const isErrors = (policy: Policy | readonly PolicyError[]): policy is readonly PolicyError[] =>
  Array.isArray(policy);

/** How many findings there are of each severity. */
export function countFindings(findings: readonly Finding[]): Record<`${Severity}s`, number> {
  const count = (severity: Severity): number =>
    findings.filter(finding => finding.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info') };
}
