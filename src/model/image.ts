/** A container image's reference, with what a container runtime fills in. */
export interface ImageReference {
  /** Registry and repository: `docker.io/library/nginx` for `nginx`. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/**
 * Reads an image's reference as container runtimes do.
 *
 * @see https://github.com/distribution/reference/blob/v0.6.0/normalize.go
 */
export function parseImage(text: string): ImageReference {
  const [named = '', digest] = text.split('@', 2);
  const [, bare = named, tag] = /^(.*?)(?::([^/:]*))?$/.exec(named) ?? [];
  return { name: fullName(bare), tag: tag || undefined, digest };
}

function fullName(name: string): string {
  const [first = '', ...rest] = name.split('/');
  const isRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (!isRegistry) return `docker.io/${rest.length === 0 ? `library/${name}` : name}`;
  return first === 'index.docker.io' ? `docker.io/${rest.join('/')}` : name;
}

/** Its full name, and what people write for it: `postgres`, `grafana/grafana`. */
export const namesOfImage = ({ name }: ImageReference): readonly string[] => [
  name,
  name.replace(/^docker\.io\/(?:library\/)?/, ''),
];
