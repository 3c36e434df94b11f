import type { Cluster } from '../../model/cluster/cluster.ts';
import {
  annotatedMiddlewares,
  idsOf,
  TRAEFIK_GROUPS,
  traefikReferences,
  traefikRoutes,
} from '../../model/cluster/network/traefik.ts';
import { type ClusterResource, describe } from '../../model/cluster/objects/owned.ts';
import { type Lookup, type Missing, missing } from '../../model/lookup.ts';
import { nearest } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { type Rule, see } from '../rule.ts';

export const middleware: Rule = {
  id: 'gateway/middleware',
  scope: 'cluster',
  severity: 'error',
  summary: "A middleware or TLS option of Traefik's that a route names and that does not exist.",
  rationale:
    'Traefik leaves the whole route out and answers 404: what a login was to protect is gone, not open.',
  remedy: 'Name the middleware that exists, with its namespace where that is another one.',
  reference:
    'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/middleware/',
  check({ cluster, report }) {
    const { resources } = cluster;
    const chains = TRAEFIK_GROUPS.flatMap(group => resources.ofKind('Middleware', group));
    for (const resource of [...traefikRoutes(resources), ...chains])
      for (const { kind, namespace, name } of traefikReferences(resource)) {
        if (isPlaceholder(namespace)) continue;
        const gone = absentFrom(cluster, { kind, namespace, name: name.text });
        if (!gone) continue;
        const elsewhere = objects(cluster, kind).find(other => other.name === name.text);
        const known = objects(cluster, kind).filter(other => other.namespace === namespace);
        const meant = nearest(
          name.text,
          known.map(other => other.name),
        );
        report({
          at: name,
          message: `there is no ${kind} \`${name.text}\` in the namespace \`${namespace}\`: Traefik drops the route`,
          help: elsewhere
            ? `There is one in the namespace \`${elsewhere.namespace}\`.`
            : meant && `Did you mean \`${meant}\`?`,
          related: elsewhere && [see(elsewhere.value, describe(elsewhere))],
          doubt: gone.doubt,
          missing: `${kind} ${namespace}/${name.text}`,
        });
      }
    for (const ingress of resources.ofKind('Ingress', 'networking.k8s.io'))
      for (const { at, id } of annotatedMiddlewares(ingress)) {
        const answers = idsOf(id).map(key => absentFrom(cluster, { kind: 'Middleware', ...key }));
        const [first] = answers;
        if (!first || answers.some(answer => !answer)) continue;
        const known = objects(cluster, 'Middleware').map(it => `${it.namespace}-${it.name}`);
        const meant = nearest(id, known);
        report({
          at,
          message: `no Middleware is called \`${id}\`: Traefik drops the route`,
          help: meant
            ? `Did you mean \`${meant}@kubernetescrd\`?`
            : 'The name is <namespace>-<name of the Middleware>@kubernetescrd.',
          doubt: answers.find(answer => answer?.doubt !== undefined)?.doubt,
        });
      }
  },
};

interface Sought {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What is to be said where no group has the object. */
function absentFrom({ resources }: Cluster, sought: Sought): Missing | undefined {
  const answers: Lookup<ClusterResource>[] = TRAEFIK_GROUPS.map(group =>
    resources.find({ group, ...sought }),
  );
  const gone = answers.flatMap(answer => missing(answer) ?? []);
  return gone.length === answers.length ? gone[0] : undefined;
}

const objects = ({ resources }: Cluster, kind: string): readonly ClusterResource[] =>
  TRAEFIK_GROUPS.flatMap(group => resources.ofKind(kind, group));
