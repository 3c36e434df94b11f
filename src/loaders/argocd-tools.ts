import type { Policy } from '../config/load.ts';
import { argoCdOfChart } from '../model/argocd-charts.ts';
import { compareVersions, isAtLeast, parseVersion } from '../template/go/semver.ts';
import { textAt } from '../yaml/access.ts';
import type { LocatedMap, LocatedValue } from '../yaml/located.ts';
import type { Sources } from '../yaml/sources.ts';

/** The releases of the programs that render. */
export interface Tools {
  /** Such as `4.2.1`; see `src/helm/behaviour.ts` for what they differ in. */
  readonly helm: string;
  readonly kustomize: string;
}

/**
 * What each release of Argo CD brings along, from the first that does so on: `hack/tool-versions.sh` at its tag, such as
 * https://github.com/argoproj/argo-cd/blob/v3.5.0/hack/tool-versions.sh.
 */
const BUNDLED: readonly (readonly [argocd: string, helm: string, kustomize: string])[] = [
  ['2.1.0', '3.6.0', '4.2.0'],
  ['2.2.0', '3.7.1', '4.2.0'],
  ['2.3.0', '3.8.0', '4.4.1'],
  ['2.4.0', '3.8.1', '4.4.1'],
  ['2.5.0', '3.10.1', '4.5.7'],
  ['2.5.5', '3.10.3', '4.5.7'],
  ['2.7.0', '3.11.2', '5.0.1'],
  ['2.8.0', '3.12.1', '5.1.0'],
  ['2.9.0', '3.12.1', '5.2.1'],
  ['2.9.2', '3.13.2', '5.2.1'],
  ['2.10.0', '3.14.0', '5.2.1'],
  ['2.10.2', '3.14.2', '5.2.1'],
  ['2.10.4', '3.14.3', '5.2.1'],
  ['2.10.10', '3.14.4', '5.2.1'],
  ['2.11.0', '3.14.3', '5.2.1'],
  ['2.11.1', '3.14.4', '5.2.1'],
  ['2.12.0', '3.15.2', '5.4.2'],
  ['2.13.0', '3.15.4', '5.4.3'],
  ['2.14.0', '3.16.3', '5.4.3'],
  ['3.0.0', '3.17.1', '5.6.0'],
  ['3.1.0', '3.18.4', '5.7.0'],
  ['3.3.0', '3.19.4', '5.8.0'],
  ['3.3.1', '3.19.4', '5.8.1'],
  ['3.5.0', '4.2.1', '5.8.1'],
];

/**
 * The programs that render: those that the policy names, else those of the Argo CD that the policy names or the
 * repository installs, the newest where there are several; else those of the newest Argo CD that is known here.
 */
export function toolsOf(policy: Policy, sources: Sources): Tools {
  const declared = policy.argocd?.version ? [policy.argocd.version] : installedVersions(sources);
  const newest = declared.flatMap(version => parseVersion(version) ?? []).sort(compareVersions);
  const bundled = bundledWith(newest.at(-1)?.numbers.join('.'));
  return {
    helm: policy.helm?.version ?? bundled.helm,
    kustomize: policy.kustomize?.version ?? bundled.kustomize,
  };
}

/** What an Argo CD brings along: of one that is older than all that are known, the oldest. */
function bundledWith(argocd: string | undefined): Tools {
  const row =
    (argocd === undefined
      ? BUNDLED.at(-1)
      : BUNDLED.findLast(([first]) => isAtLeast(argocd, first))) ?? BUNDLED[0];
  const [, helm = '', kustomize = ''] = row ?? [];
  return { helm, kustomize };
}

/** A manifest of Argo CD's own repository, at a version. */
const REMOTE = /argoproj\/argo-cd\/(?:v(\d+\.\d+\.\d+)\/|.*[?&]ref=v(\d+\.\d+\.\d+))/;

/** Every version of Argo CD that something in the repository installs, of files that were read already. */
function installedVersions({ tree, parsed }: Sources): string[] {
  const found = new Set<string>();
  const visit = (value: LocatedValue): void => {
    if (value.kind === 'sequence') value.items.forEach(visit);
    else if (value.kind === 'scalar') {
      const [, path, ref] = REMOTE.exec(value.text) ?? [];
      const version = path ?? ref;
      if (version !== undefined) found.add(version);
    } else {
      const version = versionOfChart(value);
      if (version !== undefined) found.add(version);
      for (const entry of value.entries.values()) visit(entry.value);
    }
  };
  for (const path of tree.files) {
    const documents = parsed(path)?.documents ?? [];
    if (!documents[0]?.file.text.includes('argo-cd')) continue;
    for (const { value } of documents) if (value) visit(value);
  }
  return [...found];
}

/** The Argo CD of an Application's source, a `helmCharts` entry or a dependency that is for its chart. */
function versionOfChart(value: LocatedMap): string | undefined {
  const version =
    textAt(value, 'chart') === 'argo-cd'
      ? textAt(value, 'targetRevision')
      : textAt(value, 'name') === 'argo-cd'
        ? textAt(value, 'version')
        : undefined;
  if (version === undefined) return undefined;
  const argocd = argoCdOfChart(version);
  // Its last patch release: which one it is decides nothing that is known here.
  return argocd && `${argocd}.99`;
}
