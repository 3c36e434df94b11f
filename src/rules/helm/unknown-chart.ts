import type { ApplicationSource } from '../../model/application.ts';
import { isBareAddress, isGitPage, registryByHttp } from '../../model/chart-address.ts';
import {
  goneHomeAt,
  HOMES_READ,
  homeAt,
  homeOf,
  misspeltHome,
  shortenedHome,
} from '../../model/chart-homes.ts';
import type { HelmRelease } from '../../model/release.ts';
import { basename } from '../../source/tree.ts';
import { codes } from '../../text/code.ts';
import { isSlip, nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { withoutEndSlashes } from '../../text/trim.ts';
import { KUSTOMIZATION_NAMES } from '../../yaml/classify.ts';
import { type LocatedScalar, oncePerPlace } from '../../yaml/located.ts';
import { type Report, type Rule, toPlace } from '../rule.ts';

export const unknownChart: Rule = {
  id: 'helm/unknown-chart',
  severity: 'error',
  summary:
    'A chart that is not at the address it is looked for at, an address that is none, or one of OCI written as Helm does.',
  rationale: 'Argo CD cannot fetch it: nothing of the Application is rendered.',
  remedy:
    "Write the chart's own name, and the address that its project publishes; Argo CD takes an OCI registry without `oci://`.",
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#declarative',
  check({ cluster, report }) {
    const found = [
      ...cluster.helmReleases.flatMap(
        ({ release, rendering }) =>
          // What lies beside the chart is not fetched.
          (rendering.by === 'repository' ? undefined : gone(release)) ??
          misplaced(release) ??
          notServed(release) ??
          [],
      ),
      ...cluster.helmReleases.flatMap(({ release: { repository } }) => noAddress(repository) ?? []),
      ...cluster.applications.flatMap(({ sources }) =>
        sources.flatMap(it => ofOci(it) ?? noAddress(it.repoURL) ?? []),
      ),
    ];
    for (const finding of oncePerPlace(found, ({ at }) => toPlace(at))) report(finding);
  },
};

/** An address at which a project published its charts once. */
function gone({ repository }: HelmRelease): Report | undefined {
  const home = repository && goneHomeAt(repository.text);
  if (!home) return undefined;
  return {
    at: repository,
    message: `\`${repository.text}\` answers no more, since ${home.since}`,
    help: `Write \`https://${home.now}\`.`,
  };
}

function misplaced({ chart, repository }: HelmRelease): Report | undefined {
  if (!repository || isPlaceholder(repository.text) || isPlaceholder(chart.text)) return undefined;
  const near = misspeltHome(repository.text);
  if (near)
    return {
      at: repository,
      message: `no chart repository is known at \`${repository.text}\``,
      help: `Did you mean \`https://${near.address}\`?`,
      doubt: 'it may be a mirror',
    };
  if (/^https?:/i.test(repository.text) && chart.text.includes('/'))
    return {
      at: chart,
      message: `\`${chart.text}\` is not the name of a chart: a repository by HTTP has none with a slash`,
      help: `Write \`${basename(chart.text)}\`, and the address of the repository that has it.`,
    };
  const home = homeAt(repository.text);
  const name = basename(chart.text);
  const short = home ? undefined : shortenedHome(name, repository.text);
  if (short)
    return {
      at: repository,
      message: `there is no chart \`${name}\` at \`${repository.text}\`, which is only the host`,
      help: `Did you mean \`https://${short.address}\`?`,
    };
  if (!home || home.charts.includes(name)) return undefined;
  const other = homeOf(name);
  const meant = nearest(name, home.charts);
  if (!other && !home.isWhole) return undefined;
  return {
    at: other ? repository : chart,
    message: `there is no chart \`${name}\` at \`${repository.text}\``,
    help: other
      ? `It is at \`https://${other.address}\`.`
      : meant
        ? `Did you mean \`${meant}\`?`
        : home.charts.length < MANY
          ? `There ${home.charts.length > 1 ? 'are' : 'is'} ${codes(home.charts)}.`
          : undefined,
    doubt: other ? undefined : `its charts are known as of ${HOMES_READ}`,
  };
}

/** An address where no index of charts can be, or that Helm takes for the name of a repository. */
function notServed({ chart, repository, file }: HelmRelease): Report | undefined {
  if (!repository || isPlaceholder(repository.text)) return undefined;
  const { text } = repository;
  const isOfHelm = basename(file) === 'Chart.yaml';
  if (isOfHelm && isBareAddress(text))
    return {
      at: repository,
      message: `\`${text}\` has no scheme: Helm looks for a repository that somebody added under this name`,
      help: `Write \`oci://${text}\` for a registry, \`https://${text}\` for a repository.`,
    };
  const registry = registryByHttp(text);
  if (registry)
    return {
      at: repository,
      message: `\`${text}\` has no index of charts: it is a registry of OCI`,
      help: `Write \`${isOfHelm || KUSTOMIZATION_NAMES.has(basename(file)) ? 'oci://' : ''}${registry}\`.`,
    };
  if (!isGitPage(text)) return undefined;
  const home = homeOf(basename(chart.text));
  return {
    at: repository,
    message: `\`${text}\` is the page of a git repository: it has no index of charts`,
    help: home
      ? `\`${basename(chart.text)}\` is at \`https://${home.address}\`.`
      : 'Write the address that the project publishes its charts at, or the path of the chart in it instead of `chart`.',
  };
}

/** What people write an address of a repository with. */
const SCHEMES = ['https', 'http', 'oci', 'ssh', 'git'];

/** An address whose scheme is none, or is there twice. */
function noAddress(url: LocatedScalar | undefined): Report | undefined {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(url?.text ?? '') ?? [];
  if (!url || scheme === '' || isPlaceholder(url.text)) return undefined;
  const [, second] = /^(https?|oci|ssh|git):\/\//i.exec(rest) ?? [];
  const isKnown = SCHEMES.includes(scheme.toLowerCase());
  const [meant] = isKnown
    ? []
    : ['https', 'http'].filter(known => isSlip(scheme.toLowerCase(), known));
  if (!second && !meant) return undefined;
  return {
    at: url,
    message: `\`${url.text}\` is not an address${second ? ': it has a scheme twice' : `: \`${scheme}\` is not a scheme`}`,
    help: `Write \`${second ? rest : `${meant}://${rest}`}\`.`,
  };
}

/** More charts than these are not listed. */
const MANY = 15;

/**
 * Argo CD takes an address with `oci://` for that of the artifact itself, and passes over the chart
 * beside it; before 3.1 it could not read such an address at all.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/oci/
 */
function ofOci({ repoURL, chart, path }: ApplicationSource): Report | undefined {
  const address = repoURL?.text ?? '';
  if (!repoURL || !chart || chart.text === '' || path || !address.startsWith('oci://'))
    return undefined;
  if (isPlaceholder(address) || isPlaceholder(chart.text)) return undefined;
  const registry = withoutEndSlashes(address.slice('oci://'.length));
  if (basename(registry) === basename(chart.text)) return undefined;
  return {
    at: repoURL,
    message: `with \`oci://\` this is the address of an artifact: Argo CD does not look for the chart \`${chart.text}\` below it`,
    help: `Write \`repoURL: ${registry}\`, or \`repoURL: oci://${registry}/${chart.text}\` with \`path: "."\` and no chart.`,
  };
}
