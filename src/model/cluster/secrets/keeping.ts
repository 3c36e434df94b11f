import { type Lookup, missing } from '../../lookup.ts';
import type { ClusterResource } from '../objects/owned.ts';
import type { SecretReference } from './references.ts';
import type { FindSecret } from './secrets.ts';

/** Where more than so many are missing for each one that is made, those that are made are the exception. */
const MOST = 3;

/** A repository with so many applications that makes not a single one leaves them all to somebody else. */
const MANY = 5;

/** Over so many namespaces Secrets are not forgotten one by one: then those that are made must be the most. */
const SPREAD = 3;

type IsKept = (maker: ClusterResource) => boolean;
type Answers = ReadonlyMap<string, Lookup<ClusterResource>>;

/**
 * Whether the repository makes the Secrets that it uses, by the kind of what reads them; a single one tells no
 * habit. The certificates of Ingresses are often made by others than the Secrets that pods need, and what a store of
 * secrets or an issuer of certificates logs in with comes before most that is made: by hand, unless that of another
 * one is here. Where git is told to leave out files of Secrets, it does not.
 */
export function keepsSecrets(
  references: readonly SecretReference[],
  find: FindSecret,
  isKeptOut: () => boolean,
  applications: number,
): (kind: string) => boolean {
  const answers = {
    Ingress: new Map<string, Lookup<ClusterResource>>(),
    store: new Map<string, Lookup<ClusterResource>>(),
    issuer: new Map<string, Lookup<ClusterResource>>(),
    other: new Map<string, Lookup<ClusterResource>>(),
  };
  for (const { namespace, name, resource } of references) {
    const own = answers[readerOf(resource.kind)];
    own.set(`${namespace}/${name.text}`, find(namespace, name.text));
  }
  const isHabit = (all: Answers, isKept?: IsKept): boolean => {
    const { made, gone } = count(all, isKept);
    const spread = new Set(gone.map(([key]) => key.split('/')[0])).size;
    if (gone.length > 0 && isKeptOut()) return false;
    if (made === 0) return gone.length < 2 && applications < MANY;
    return made * (spread >= SPREAD ? 1 : MOST) >= gone.length;
  };
  // A certificate that cert-manager makes for a store is nothing to log in with.
  const logins = new Map(
    [...answers.store].filter(
      ([, answer]) => answer.status !== 'found' || answer.value.kind !== 'Certificate',
    ),
  );
  const habits = {
    Ingress: isHabit(answers.Ingress),
    store: count(logins).made > 0,
    issuer: count(answers.issuer).made > 0,
    other: isHabit(answers.other, isSecret),
  };
  return kind => habits[readerOf(kind)];
}

/** Whether somebody keeps a Secret by an object, which is more than that an operator makes one beside others. */
const isSecret = ({ kind }: ClusterResource): boolean => /Secret|Item$|^Password$/.test(kind);

/** What a chart makes for itself tells nothing of what the repository does. */
const count = (all: Answers, isKept: IsKept = () => true) => ({
  made: [...all.values()].filter(
    answer =>
      answer.status === 'found' && answer.value.release === undefined && isKept(answer.value),
  ).length,
  gone: [...all].filter(([, answer]) => missing(answer) !== undefined),
});

type Reader = 'Ingress' | 'store' | 'issuer' | 'other';

function readerOf(kind: string): Reader {
  if (kind === 'Ingress') return kind;
  if (/SecretStore$/.test(kind)) return 'store';
  return /Issuer$/.test(kind) ? 'issuer' : 'other';
}
