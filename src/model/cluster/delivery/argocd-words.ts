import { code, codes } from '../../../text/code.ts';
import { nearest } from '../../../text/nearest.ts';
import { own } from '../../../text/own.ts';
import { isPlaceholder } from '../../../text/placeholder.ts';
import { entriesAt, getScalar, itemsAt } from '../../../yaml/access.ts';
import type { LocatedMap, LocatedScalar } from '../../../yaml/located.ts';
import type { Application } from '../../application.ts';

/** A word that Argo CD does not know where it stands, and ignores or takes for another. */
export interface WordFlaw {
  readonly at: LocatedScalar;
  readonly message: string;
  readonly help: string;
}

const PREFIX = 'argocd.argoproj.io/';

/**
 * Options of a sync with the values that they are compared with, character by character.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 * @see https://github.com/argoproj/argo-cd/blob/master/gitops-engine/pkg/sync/common/types.go
 */
const OF_APPLICATION: Readonly<Record<string, readonly string[]>> = {
  ApplyOutOfSyncOnly: ['true', 'false'],
  ClientSideApplyMigration: ['true', 'false'],
  CreateNamespace: ['true', 'false'],
  Delete: ['true', 'false', 'confirm'],
  FailOnSharedResource: ['true', 'false'],
  Force: ['true', 'false'],
  Prune: ['true', 'false', 'confirm'],
  PruneLast: ['true', 'false'],
  PrunePropagationPolicy: ['foreground', 'background', 'orphan'],
  Replace: ['true', 'false'],
  RespectIgnoreDifferences: ['true', 'false'],
  ServerSideApply: ['true', 'false'],
  SkipDryRunOnMissingResource: ['true', 'false'],
  Validate: ['true', 'false'],
};

/** Options that only an Application has: on an object they do nothing. */
const OF_APPLICATION_ALONE: ReadonlySet<string> = new Set([
  'ApplyOutOfSyncOnly',
  'CreateNamespace',
  'FailOnSharedResource',
  'PrunePropagationPolicy',
  'RespectIgnoreDifferences',
]);

/** https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ */
const HOOKS = ['PreSync', 'Sync', 'PostSync', 'SyncFail', 'Skip', 'PreDelete', 'PostDelete'];
const DELETE_POLICIES = ['HookSucceeded', 'HookFailed', 'BeforeHookCreation'];

/** The sync options that an Application misspells. */
export const applicationWordFlaws = ({ value }: Pick<Application, 'value'>): WordFlaw[] =>
  itemsAt(value, 'spec', 'syncPolicy', 'syncOptions').flatMap(item =>
    item.kind === 'scalar' && item.text !== '' ? (optionFlaw(item, item.text) ?? []) : [],
  );

/** What annotations of an object say that Argo CD does not know. */
export function objectWordFlaws(value: LocatedMap): WordFlaw[] {
  const at = (name: string) => getScalar(value, 'metadata', 'annotations', `${PREFIX}${name}`);
  const hook = at('hook');
  const wave = at('sync-wave');
  const options = at('sync-options');
  return [
    ...words(hook, HOOKS, (text, meant) => ({
      message: `\`${text}\` is not a hook of Argo CD: the object is never applied`,
      help: meant ? `Write \`${meant}\`.` : `Hooks: ${HOOKS.join(', ')}.`,
    })),
    ...words(at('hook-delete-policy'), DELETE_POLICIES, (text, meant) => ({
      message: `\`${text}\` is not a deletion policy of a hook: it does nothing`,
      help: meant ? `Write \`${meant}\`.` : `Policies: ${DELETE_POLICIES.join(', ')}.`,
    })),
    ...(wave && !/^[-+]?\d+$/.test(wave.text) && !isPlaceholder(wave.text)
      ? [
          {
            at: wave,
            message: `${code(wave.text)} is not a sync wave: the object is applied in wave 0`,
            help: 'A wave is a whole number in quotes, such as `"-1"`.',
          },
        ]
      : []),
    ...(options?.text ?? '').split(',').flatMap(part => {
      const text = part.trim();
      return !options || text === '' ? [] : (objectOptionFlaw(options, text) ?? []);
    }),
    ...replacedJob(value, options),
    ...ofTemplate(value),
  ];
}

/**
 * `Replace=true` on a Job sends it as a whole, and its selector and template can't be changed: without `Force`
 * it is refused from the first change on. A hook is made anew every time.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#force-sync
 */
function replacedJob(value: LocatedMap, options: LocatedScalar | undefined): WordFlaw[] {
  const texts = (options?.text ?? '').split(',').map(part => part.trim());
  const isHook = getScalar(value, 'metadata', 'annotations', `${PREFIX}hook`) !== undefined;
  const isJob = getScalar(value, 'kind')?.text === 'Job';
  if (
    !options ||
    !isJob ||
    isHook ||
    !texts.includes('Replace=true') ||
    texts.includes('Force=true')
  )
    return [];
  return [
    {
      at: options,
      message:
        '`Replace=true` alone does not replace a Job: its selector and template are immutable',
      help: 'Write `Force=true,Replace=true`, or make the Job a hook.',
    },
  ];
}

function words(
  at: LocatedScalar | undefined,
  known: readonly string[],
  say: (text: string, meant: string | undefined) => { message: string; help: string },
): WordFlaw[] {
  if (!at || isPlaceholder(at.text)) return [];
  return at.text.split(',').flatMap(part => {
    const text = part.trim();
    return text === '' || known.includes(text) ? [] : [{ at, ...say(text, meantBy(text, known)) }];
  });
}

/** Case and hyphens aside, or the nearest. */
const meantBy = (text: string, known: readonly string[]): string | undefined => {
  const plain = (word: string) => word.replace(/[-_\s]/g, '').toLowerCase();
  return known.find(word => plain(word) === plain(text)) ?? nearest(text, known);
};

function objectOptionFlaw(at: LocatedScalar, text: string): WordFlaw | undefined {
  const [name = ''] = text.split('=');
  if (OF_APPLICATION_ALONE.has(name))
    return {
      at,
      message: `the sync option \`${name}\` does nothing on an object`,
      help: `Put \`${text}\` into the Application's \`spec.syncPolicy.syncOptions\`.`,
    };
  return optionFlaw(at, text);
}

function optionFlaw(at: LocatedScalar, text: string): WordFlaw | undefined {
  if (isPlaceholder(text)) return undefined;
  const [name = '', value] = text.split('=', 2);
  const values = own(OF_APPLICATION, name);
  if (values?.includes(value ?? '')) return undefined;
  const meant = meantBy(name, Object.keys(OF_APPLICATION));
  if (!values)
    return {
      at,
      message: `Argo CD has no sync option ${code(name)}: it does nothing`,
      help: meant
        ? `Write \`${meant}=${value?.trim() || 'true'}\`.`
        : 'Options are written `Name=true`.',
    };
  const right = values.find(item => item === value?.trim().toLowerCase()) ?? values[0];
  return {
    at,
    message: `the sync option ${code(text)} does nothing: Argo CD compares it with ${codes(values.map(item => `${name}=${item}`))} by every character`,
    help: `Write \`${name}=${right}\`.`,
  };
}

/**
 * Annotations that Argo CD reads from objects alone, on a pod template: pods are none of its objects. What
 * kustomize adds to all annotations is on the object as well.
 */
const ofTemplate = (value: LocatedMap): WordFlaw[] =>
  !PODS.has(getScalar(value, 'kind')?.text ?? '')
    ? []
    : entriesAt(value, 'spec', 'template', 'metadata', 'annotations').flatMap(({ key }) =>
        OF_OBJECTS.test(key.text) && !getScalar(value, 'metadata', 'annotations', key.text)
          ? [
              {
                at: key,
                message: `on a pod template \`${key.text}\` does nothing: Argo CD reads it from the object itself`,
                help: "Put it into the object's own `metadata.annotations`.",
              },
            ]
          : [],
      );

const PODS: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'Job', 'StatefulSet']);

const OF_OBJECTS = /^argocd\.argoproj\.io\/(?:hook|hook-delete-policy|sync-wave|sync-options)$/;
