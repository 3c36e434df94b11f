import type { Cluster } from '../src/model/cluster/cluster.ts';

/** The reference cluster's files by path, its README apart, and what they make. */
export interface Tree {
  readonly files: ReadonlyMap<string, string>;
  readonly cluster: Pick<Cluster, 'applications' | 'services'>;
}

/** One sort of names: those that the README has, and those of the files. */
interface Names {
  readonly what: string;
  readonly mentioned: readonly string[];
  readonly there: readonly string[];
  /** Those of the files that people need to know of; default: all. */
  readonly wanted?: readonly string[];
}

/**
 * What the README mentions and no file has, and what the files have and the README leaves out. Tables and the vault's
 * items are checked elsewhere, field by field.
 */
export function mentionFlaws(readme: string, tree: Tree): string[] {
  return namesOf(readme, tree).flatMap(({ what, mentioned, there, wanted = there }) => [
    ...[...new Set(mentioned)]
      .filter(name => !there.includes(name))
      .map(name => `there is no ${what} ${name}`),
    ...[...new Set(wanted)]
      .filter(name => !mentioned.includes(name))
      .map(name => `the ${what} ${name} is not mentioned`),
  ]);
}

const namesOf = (readme: string, { files, cluster }: Tree): Names[] => {
  const texts = [...files].filter(([path]) => !path.endsWith('.md')).map(([, text]) => text);
  const all = texts.join('\n');
  const recipes = recipesOf(files);
  return [
    paths(readme, [...files.keys()]),
    { what: 'recipe', mentioned: found(readme, /\bjust ([a-z][a-z-]*)\b/g), there: recipes },
    { what: 'host', mentioned: hosts(readme), there: hosts(all) },
    { what: 'address', mentioned: addresses(readme), there: addresses(all) },
    { what: 'mail account', mentioned: accounts(readme), there: accounts(all) },
    { what: 'Secret', mentioned: createdSecrets(readme), there: encryptedSecrets(files) },
    { what: 'vault', mentioned: found(readme, /\bvault `([\w-]+)`/g), there: vaults(all) },
    ...directory(readme, all),
    services(readme, cluster),
    applications(readme, cluster),
  ];
};

const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(match => match.slice(1).filter(Boolean).join('/'));

/** What stands in code, inline or in a block. */
const codeOf = (readme: string): string[] => [
  ...found(readme, /`([^`\n]+)`/g),
  ...found(readme, /^ {4}(.+)$/gm).flatMap(line => line.trim().split(/\s+/)),
];

/** Paths below one of the tree's own directories; `<app>` and `*` stand for any name. */
function paths(readme: string, files: readonly string[]): Names {
  const tops = new Set(files.map(path => path.split('/')[0] ?? path));
  const mentioned = codeOf(readme)
    .map(text => text.replace(/\/$/, ''))
    .filter(text => /^[\w.<>*/-]+$/.test(text) && tops.has(text.split('/')[0] ?? ''));
  const isThere = (path: string) => {
    const pattern = path.replace(/[.]/g, '\\.').replace(/<[^>]+>|\*/g, '[^/]+');
    return files.some(file => new RegExp(`^${pattern}(?:/|$)`).test(file));
  };
  // Files that are applied or encrypted by hand are the README's to name.
  const byHand = files.filter(path => path.endsWith('.sops.yaml'));
  return { what: 'file', mentioned, there: mentioned.filter(isThere), wanted: byHand };
}

/** Recipes that `just --list` shows, but for the one that lists them. */
const recipesOf = (files: ReadonlyMap<string, string>): string[] =>
  [...files]
    .filter(([path]) => path.endsWith('justfile'))
    .flatMap(([, text]) => found(text, /(?<!\[private\]\n)^([a-z][a-z-]*)(?: [^:=\n]*)?:(?!=)/gm))
    .filter(name => name !== 'default');

/** Host names of the domain; `pitower.example.com/…` are labels and taints. */
const hosts = (text: string): string[] =>
  found(text, /(?<![\w.@-])((?:[a-z0-9-]+\.)+example\.com)\b/g).filter(
    host => host !== 'pitower.example.com',
  );

const addresses = (text: string): string[] => found(text, /\b(192\.168\.0\.[1-9]\d*)\b/g);

const accounts = (text: string): string[] => found(text, /\b([\w.-]+@example\.com)\b/g);

const createdSecrets = (readme: string): string[] =>
  found(readme, /create secret generic (\S+) --namespace (\S+)/g).map(swapped);

const swapped = (pair: string): string => pair.split('/').reverse().join('/');

/** The Secrets in encrypted files, whose names and namespaces are in the clear. */
const encryptedSecrets = (files: ReadonlyMap<string, string>): string[] =>
  [...files]
    .filter(([path]) => path.endsWith('.sops.yaml'))
    .flatMap(([, text]) => found(text, /^ +name: (\S+)\n +namespace: (\S+)$/gm).map(swapped));

const vaults = (all: string): string[] => found(all, /\bvaults:\n\s+([\w-]+): \d+$/gm);

/** Users and groups: those that the directory gets, and those that others grant rights to. */
function directory(readme: string, all: string): Names[] {
  const users = [
    ...found(all, /"id": "([\w-]+)"/g),
    ...found(all, /LLDAP_ADMIN_USERNAME\n\s+value: (\S+)/g),
  ];
  const groups = found(all, /^\s+\{"name": "([\w-]+)"\}$/gm);
  const inCode = codeOf(readme);
  return [
    {
      what: 'user',
      mentioned: [
        ...found(all, /\buid=([\w-]+),ou=people\b/g),
        ...users.filter(user => inCode.includes(user)),
      ],
      there: users,
    },
    {
      what: 'group',
      mentioned: [
        ...found(readme, /\bgroup `([\w-]+)`/g),
        ...found(all, /^\s+g, ([\w-]+), role:/gm),
        ...found(all, /\bgroups\[\*\], '([\w-]+)'/g),
        ...groups.filter(group => inCode.includes(group)),
      ],
      there: groups,
    },
  ];
}

function services(readme: string, cluster: Tree['cluster']): Names {
  const mentioned = found(readme, /\b([\w-]+)\.([\w-]+)\.svc\.cluster\.local\b/g);
  const there = cluster.services.map(({ name, namespace }) => `${name}/${namespace}`);
  return { what: 'Service', mentioned, there, wanted: [] };
}

function applications(readme: string, cluster: Tree['cluster']): Names {
  const mentioned = found(readme, /\bApplications? (`[^.:]+`) (?:is|are)\b/g).flatMap(list =>
    found(list, /`([\w-]+)`/g),
  );
  const there = cluster.applications.map(({ name }) => name.text);
  return { what: 'Application', mentioned, there, wanted: [] };
}
