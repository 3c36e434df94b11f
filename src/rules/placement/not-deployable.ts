import type { AppBuild } from '../../model/app-build.ts';
import { type Application, isAt, sourcePlace } from '../../model/application.ts';
import { dirname, isWithin } from '../../source/tree.ts';
import { code } from '../../text/code.ts';
import { booleanAt } from '../../yaml/access.ts';
import type { Rule } from '../rule.ts';

export const notDeployable: Rule = {
  id: 'placement/not-deployable',
  severity: 'error',
  summary: 'A directory that a generator matches but that holds nothing Argo CD can deploy.',
  rationale:
    "Argo CD makes an Application that deploys nothing: without a kustomization it reads plain manifests of that directory only, and doesn't descend into nested ones.",
  remedy: 'Add a `kustomization.yaml` that lists what is below, or move the nested directories up.',
  reference: 'https://argo-cd.readthedocs.io/en/stable/user-guide/directory/',
  check({ cluster, report }) {
    for (const application of cluster.applications) {
      for (const build of application.builds) {
        const isEmpty =
          build.type === 'directory' &&
          build.resources.length === 0 &&
          build.unknowable.length === 0 &&
          build.problems.length === 0;
        if (!isEmpty || application.sources.some(source => source.value.entries.has('directory')))
          continue;
        if (lendsValues(application, build) || mayBeEmpty(application)) continue;
        const nested = cluster.lintedFiles.some(
          ({ file: { path } }) =>
            dirname(path) !== build.directory && isWithin(dirname(path), build.directory),
        );
        if (build.isKeptFree && !nested) continue;
        report({
          at: sourcePlace(application, build.directory),
          message: `${build.directory === '' ? "the repository's root" : code(build.directory)} holds nothing that Argo CD deploys${nested ? ', only nested directories, which it does not descend into' : ''}`,
          help: 'Add a `kustomization.yaml` that lists what is to be deployed.',
          application,
        });
      }
    }
  },
};

/** Whether the Application says that it is all right to deploy nothing. */
const mayBeEmpty = ({ value }: Application): boolean =>
  booleanAt(value, 'spec', 'syncPolicy', 'automated', 'allowEmpty') ?? false;

/**
 * Whether a directory is there for the values of the chart that another source installs: its source has a
 * `ref`, or the values are in it. Argo CD leaves YAML that is no object alone.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/multiple_sources/
 */
const lendsValues = ({ builds, sources }: Application, { directory }: AppBuild): boolean =>
  sources.some(source => source.ref !== undefined && isAt(source, directory)) ||
  builds.some(({ references }) =>
    references.some(
      ({ role, path }) => role === 'values' && path !== undefined && isWithin(path, directory),
    ),
  );
