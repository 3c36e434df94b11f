import { entriesAt } from '../../../yaml/access.ts';
import { originKey } from '../../../yaml/aliases.ts';
import type { LocatedEntry, LocatedValue } from '../../../yaml/located.ts';
import type { AppBuild } from '../../app-build.ts';
import type { ResourceIndex } from '../objects/resources.ts';
import { WORKLOAD_KINDS } from '../workloads/workloads.ts';

/** An address that lets whoever has it write into a channel. */
export interface Webhook {
  readonly service: string;
  readonly entry: LocatedEntry;
}

/**
 * What such addresses look like, the token last.
 *
 * @see https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
 */
const SERVICES: readonly (readonly [service: string, pattern: RegExp])[] = [
  [
    'Slack',
    /https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/\w{8,}\/\w{8,}\/([A-Za-z0-9]{20,})/,
  ],
  [
    'Discord',
    /https:\/\/(?:canary\.|ptb\.)?discord(?:app)?\.com\/api\/webhooks\/\d{15,}\/([\w-]{50,})/,
  ],
  ['Telegram', /https:\/\/api\.telegram\.org\/bot\d{8,}:([\w-]{30,})/],
];

interface Facts {
  readonly resources: Pick<ResourceIndex, 'deployed'>;
  readonly builds: readonly AppBuild[];
}

/** Addresses of webhooks in ConfigMaps, in variables of pods and in values of charts. */
export function webhooksIn({ resources, builds }: Facts): Webhook[] {
  const seen = new Set<string>();
  const entries = [
    ...resources.deployed.flatMap(({ kind, value }) =>
      kind === 'ConfigMap'
        ? entriesAt(value, 'data')
        : WORKLOAD_KINDS.includes(kind)
          ? [...scalarEntries(value)]
          : [],
    ),
    ...builds.flatMap(({ releases }) =>
      releases.flatMap(({ release }) => [...scalarEntries(release.values)]),
    ),
  ];
  return entries.flatMap(entry => {
    const { value } = entry;
    if (value.kind !== 'scalar') return [];
    const service = serviceOf(value.text);
    const key = originKey(value.origin);
    if (!service || seen.has(key)) return [];
    seen.add(key);
    return [{ service, entry }];
  });
}

const serviceOf = (text: string): string | undefined =>
  text.includes('https://')
    ? SERVICES.find(([, pattern]) => isToken(pattern.exec(text)?.[1]))?.[0]
    : undefined;

/** Whether it is one and not a row of letters that stands for it. */
const isToken = (token: string | undefined): boolean =>
  token !== undefined && new Set(token).size > 8;

function* scalarEntries(value: LocatedValue): Generator<LocatedEntry> {
  if (value.kind === 'sequence') for (const item of value.items) yield* scalarEntries(item);
  if (value.kind !== 'map') return;
  for (const entry of value.entries.values())
    if (entry.value.kind === 'scalar') yield entry;
    else yield* scalarEntries(entry.value);
}
