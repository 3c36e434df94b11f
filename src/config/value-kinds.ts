import { parseQuantity } from '../model/quantity.ts';
import { parseAddress, parseRange, reversed } from '../net/addresses.ts';
import { isConstraint } from '../template/go/semver.ts';
import { isRange } from './version-ranges.ts';

/** What is wrong with a written value; undefined where nothing is. `help` is a sentence. */
export type ValueCheck = (text: string) => { message: string; help: string } | undefined;

const article = (what: string): string => (/^[aeio]/i.test(what) ? 'an' : 'a');

/** A check that knows only what is accepted. */
const accepting =
  (isFine: (text: string) => boolean, what: string, help: string): ValueCheck =>
  text =>
    isFine(text) ? undefined : { message: `\`${text}\` is not ${article(what)} ${what}`, help };

/** Addresses as the rules read them: a single one, `first-last`, its shorthand or CIDR. */
export const range: ValueCheck = text => {
  const read = parseRange(text);
  if (!read) {
    return {
      message: `\`${text}\` is not a range of addresses`,
      help: 'Accepted: `192.0.2.10-192.0.2.20`, `192.0.2.10-20`, `192.0.2.0/24` and one address, of IPv4 or IPv6 (no shorthand).',
    };
  }
  return read.first > read.last
    ? { message: `\`${text}\` ends before it begins`, help: `Write \`${reversed(text)}\`.` }
    : undefined;
};

export const address = accepting(
  text => parseAddress(text) !== undefined,
  'IP address',
  'Accepted: one IPv4 or IPv6 address, such as `192.0.2.10`, without a prefix length or port.',
);

/** What Kubernetes takes for a size, in the spelling of manifests. */
export const capacity = accepting(
  text => (parseQuantity(text) ?? 0) > 0,
  'capacity',
  'Accepted: a Kubernetes quantity above zero, such as `476Gi`, `2Ti` or `500G` (without the letter B).',
);

/** Installer images are compared by their whole tag, which starts with a `v`; or by a range. */
export const talosVersion: ValueCheck = text => {
  if (/^v1\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(text) || isRange(text)) return undefined;
  const help = /^1\.\d+\.\d+/.test(text)
    ? `Write \`v${text}\`, as the tag of the installer image has it.`
    : "Accepted: the whole tag of Talos' installer image, such as `v1.12.4`, or a range such as `~1.12`.";
  return { message: `\`${text}\` is not a version of Talos`, help };
};

const wholeVersion =
  (program: string, example: string): ValueCheck =>
  text => {
    if (/^v?\d+\.\d+\.\d+$/.test(text)) return undefined;
    const help = `Accepted: a whole version, such as \`${example}\`.`;
    return { message: `\`${text}\` is not a version of ${program}`, help };
  };

export const kustomizeVersion = wholeVersion('kustomize', '5.8.1');
export const helmVersion = wholeVersion('Helm', '3.19.4');
export const argocdVersion = wholeVersion('Argo CD', '3.4.1');

const LABEL = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const HOSTNAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*\\.?$`, 'i');
const isHostname = (text: string): boolean =>
  text.length <= 254 && HOSTNAME.test(text) && !/^[\d.]+$/.test(text);

/** A domain; `*.` or `.` before it says the same, and rules read it so. */
export const domain: ValueCheck = text => {
  const host = text.replace(/^\*?\./, '');
  if (isHostname(host)) return undefined;
  const inUrl = /^[a-z][a-z0-9+.-]*:\/\/([^/:?#]+)/i.exec(text)?.[1] ?? text.split('/')[0] ?? '';
  return {
    message: `\`${text}\` is not a domain`,
    help: isHostname(inUrl)
      ? `Write \`${inUrl}\`: the name alone, without a scheme, port or path.`
      : 'Accepted: a DNS name without a scheme, port or path, such as `example.com`.',
  };
};

export const host = accepting(
  text => isHostname(text) || parseAddress(text) !== undefined,
  'host name',
  'Accepted: a DNS name or an IP address, without a scheme, port or path.',
);

export const exportPath = accepting(
  text => text.startsWith('/'),
  'exported directory',
  'Accepted: an absolute path, such as `/volume1/media`.',
);

const QUALIFIED = `(?:${LABEL}(?:\\.${LABEL})*/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?`;
const LABEL_PAIR = new RegExp(
  `^${QUALIFIED}=(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$`,
);

export const labelPair = accepting(
  text => LABEL_PAIR.test(text),
  'label with its value',
  'Accepted: `key=value`, as Kubernetes allows labels, such as `external-dns.alpha.kubernetes.io/enabled=true`.',
);

/** Names of namespaces: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const namespace = accepting(
  text => new RegExp(`^${LABEL}$`).test(text),
  'name of a namespace',
  'Accepted: up to 63 lower-case letters, digits and hyphens.',
);

/** Names of most other objects. */
export const objectName = accepting(
  text => text.length <= 253 && new RegExp(`^${LABEL}(?:\\.${LABEL})*$`).test(text),
  'name of an object',
  'Accepted: lower-case letters, digits, hyphens and dots, as Kubernetes allows names.',
);

/** What `repoURL` may be: a URL, git's `user@host:path`, or the host and path of an OCI registry. */
export const repositoryUrl: ValueCheck = text => {
  if (/[*?{}[\]]/.test(text)) {
    return {
      message: `\`${text}\` is a pattern, and one URL is meant`,
      help: 'Name each repository by its own URL.',
    };
  }
  const isUrl =
    /^[a-z][a-z0-9+.-]*:\/\/[^/\s]+(?:\/\S*)?$/i.test(text) || /^file:\/\/\S+$/.test(text);
  if (isUrl || /^[^\s@:/]+@[^\s:/]+:\S+$/.test(text) || isRegistryPath(text)) return undefined;
  return {
    message: `\`${text}\` is not a URL of a repository`,
    help: 'Accepted: what `repoURL` may be, such as `https://github.com/example/cluster.git` or `git@github.com:example/cluster.git`.',
  };
};

const isRegistryPath = (text: string): boolean => {
  const [first = '', ...path] = text.split('/');
  return (
    /^(?:[\w-]+\.)+[\w-]+(?::\d+)?$/.test(first) && path.every(part => /^[\w.~-]+$/.test(part))
  );
};

export const versionRange = accepting(
  isConstraint,
  'range of versions',
  'Accepted: what Helm takes for one, such as `^1.18`, `~2.4.1`, `1.2.3` or `>=3.0.0 <4.0.0`.',
);

/** Images of Kubernetes have whole tags as those of Talos do. */
export const kubernetesVersion: ValueCheck = text =>
  /^v1\.\d+\.\d+$/.test(text) || isRange(text)
    ? undefined
    : {
        message: `\`${text}\` is not a version of Kubernetes`,
        help: /^1\.\d+\.\d+$/.test(text)
          ? `Write \`v${text}\`, as the tag of its images has it.`
          : 'Accepted: the whole tag of its images, such as `v1.34.1`, or a range such as `^1.34`.',
      };

/** What a tag of an image may be, with stars: https://github.com/distribution/reference/blob/v0.6.0/regexp.go */
export const tag: ValueCheck = text => {
  if (isRange(text) || /^[\w*][\w.*-]{0,127}$/.test(text)) return undefined;
  return {
    message: `\`${text}\` is neither a range of versions nor a tag`,
    help: 'Accepted: a range such as `^17` or `>=3.0.0 <4.0.0`, and a tag, in which `*` is any run of characters: `v*`.',
  };
};

/** Addresses that something is fetched from. */
export const source = accepting(
  text => /^[^\s]+$/.test(text) && /[./:*]/.test(text),
  'address',
  'Accepted: a host with or without a path, such as `https://charts.example.com` or `github.com/example`, in which `*` is any run of characters.',
);

export const imageSource: ValueCheck = text => {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    return {
      message: `\`${text}\` is a URL, and images are named without a scheme`,
      help: `Write \`${text.replace(/^[^:]*:\/\//, '').replace(/\/+$/, '')}\`.`,
    };
  return /^[\w*][\w.*-]*(?::\d+)?(?:\/[\w.*-]+)*\/?$/.test(text)
    ? undefined
    : {
        message: `\`${text}\` is not a registry, or a part of one`,
        help: 'Accepted: a registry with or without a path, such as `ghcr.io/example`, in which `*` is any run of characters.',
      };
};

export const namespaceGlob = accepting(
  text => /^[a-z0-9*](?:[-a-z0-9*]{0,61}[a-z0-9*])?$/.test(text),
  'name of a namespace',
  'Accepted: up to 63 lower-case letters, digits and hyphens, and `*` for any run of characters.',
);
