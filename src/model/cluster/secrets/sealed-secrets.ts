import { getString, textAt } from '../../../yaml/access.ts';
import type { LocatedScalar } from '../../../yaml/located.ts';
import type { SourceDocument } from '../../../yaml/parse.ts';
import type { ClusterFacts } from '../objects/facts.ts';
import type { ClusterResource } from '../objects/owned.ts';

/** A SealedSecret that is deployed under another name or in another namespace than it was sealed for. */
export interface MisplacedSeal {
  readonly resource: ClusterResource;
  readonly field: 'name' | 'namespace';
  /** What it was sealed for. */
  readonly sealed: LocatedScalar;
  /** What it gets, where somebody says so. */
  readonly actual: string;
  readonly actualAt: LocatedScalar | undefined;
}

/**
 * SealedSecrets whose scope doesn't let them be decrypted where they end up: strict ones are bound to
 * name and namespace, namespace-wide ones to the namespace.
 *
 * @see https://github.com/bitnami-labs/sealed-secrets#scopes
 */
export const misplacedSeals = ({ resources, documents }: SealFacts): MisplacedSeal[] =>
  resources.ofKind('SealedSecret', 'bitnami.com').flatMap(resource => {
    const { origin } = resource.value;
    const seals = documents(origin.file.path).filter(
      ({ value }) => textAt(value, 'kind') === 'SealedSecret',
    );
    // What a chart's template prints is not counted as its documents are: there the name tells which one it is.
    const isNamesake = ({ value }: SourceDocument) =>
      textAt(value, 'metadata', 'name') === resource.name;
    const written = (seals.find(isNamesake) ?? seals.find(({ index }) => index === origin.document))
      ?.value;
    const fields = boundTo(resource);
    return fields.flatMap(field => {
      const sealed =
        getString(written, 'metadata', field) ??
        getString(written, 'spec', 'template', 'metadata', field);
      const actual = resource[field];
      if (!sealed || actual === undefined || sealed.value === actual) return [];
      const actualAt = getString(resource.value, 'metadata', field);
      return [{ resource, field, sealed, actual, actualAt }];
    });
  });

type SealFacts = Pick<ClusterFacts, 'resources' | 'documents'>;

function boundTo({ value }: ClusterResource): ('name' | 'namespace')[] {
  const is = (scope: string) =>
    textAt(value, 'metadata', 'annotations', `sealedsecrets.bitnami.com/${scope}`) === 'true';
  if (is('cluster-wide')) return [];
  return is('namespace-wide') ? ['namespace'] : ['namespace', 'name'];
}
