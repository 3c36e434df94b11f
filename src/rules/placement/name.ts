import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { isCapitalWord, isPlaceholder } from '../../text/placeholder.ts';
import { getString } from '../../yaml/access.ts';
import { type LocatedScalar, placeOf } from '../../yaml/located.ts';
import type { Rule } from '../rule.ts';

/** RFC 1123 subdomain: what Kubernetes takes as an object's name, and Helm as a release's. */
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Whether a template leaves a part of the name out, which whoever installs its chart gives. */
const isUnfilled = ({ text, origin }: LocatedScalar): boolean =>
  /^-|-$/.test(text) && origin.file.text.includes('{{');

/** Kinds that take any name without a slash or percent sign, and those of APIs that judge by themselves. */
const OTHER_NAMES =
  /^(?:rbac\.authorization|flowcontrol\.apiserver|apiregistration|authentication|authorization)\.k8s\.io$|\.openshift\.io$/;

/**
 * The name of an object that the API refuses, as it does for all kinds that a CustomResourceDefinition defines.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apimachinery/pkg/api/validation/generic.go
 */
function badName({ group, kind, release, value }: ClusterResource): LocatedScalar | undefined {
  // What is said of Applications stands below.
  if (kind === 'Application' || kind === 'ApplicationSet') return undefined;
  const written = getString(value, 'metadata', 'name');
  if (!written || release !== undefined || written.origin.made) return undefined;
  if (isPlaceholder(written.text) || isCapitalWord(written.text) || isUnfilled(written))
    return undefined;
  const isFine = OTHER_NAMES.test(group)
    ? !/[/%]/.test(written.text)
    : SUBDOMAIN.test(written.text);
  return isFine ? undefined : written;
}

/** Helm's limit for release names, so that chart names fit behind them. */
const MAX_RELEASE = 53;

export const name: Rule = {
  id: 'placement/name',
  severity: 'warning',
  habit: { of: 'warning', most: 3, becomes: 'info' },
  summary:
    'The name of an object, release or Application that is not a DNS name, or too long for what is made from it.',
  rationale:
    'Kubernetes refuses objects with such names, Helm releases with more than 53 characters; labels hold 63.',
  remedy: 'Use lower-case letters, digits, hyphens and dots, and a shorter name.',
  reference:
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names',
  check({ cluster, report }) {
    for (const object of cluster.resources.deployed) {
      const written = badName(object);
      if (written)
        report({
          at: written,
          message: `\`${written.text}\` is not a name for ${describe(object)}: the API refuses it`,
          help: 'Use lower-case letters, digits, hyphens and dots only.',
        });
    }
    for (const application of cluster.applications) {
      const { text } = application.name;
      if (isPlaceholder(text) || isUnfilled(application.name)) continue;
      const directory = cluster.appDirectories.find(({ applications }) =>
        applications.includes(application),
      );
      const at = application.generatedBy && directory ? directory.at : placeOf(application.name);
      const isRefused = application.generatedBy !== undefined && !SUBDOMAIN.test(text);
      // What the API refuses stops the whole ApplicationSet: argocd/template-error says so.
      if (isRefused) continue;
      if (!SUBDOMAIN.test(text))
        report({
          at,
          message: `the Application name \`${text}\` is not a DNS name`,
          help: 'Use lower-case letters, digits, hyphens and dots only.',
          application,
        });
      else if (text.length > 63)
        report({
          at,
          message: `the Application name \`${text}\` has ${text.length} characters; labels hold 63`,
          help: 'Choose a shorter name.',
          application,
        });
    }
    for (const { release } of cluster.helmReleases) {
      if (release.name === undefined || isPlaceholder(release.name)) continue;
      const at = release.declaration.entries.get('releaseName')?.value ?? release.chart;
      if (!SUBDOMAIN.test(release.name))
        report({ at, message: `the release name \`${release.name}\` is not a DNS name` });
      else if (release.name.length > MAX_RELEASE)
        report({
          at,
          message: `the release name \`${release.name}\` has ${release.name.length} characters; Helm takes ${MAX_RELEASE}`,
          help: 'Choose a shorter name.',
        });
    }
  },
};
