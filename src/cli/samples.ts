import { stringify } from 'yaml';
import type { CustomRule, SampleApplication, SampleInPlace } from '../config/policy.ts';
import { entryAccess } from '../source/entry-tree.ts';
import { dirname, type FileTree } from '../source/tree.ts';

/** A sample of a rule of one's own. */
export interface Sample extends SampleInPlace {
  readonly kind: 'good' | 'bad';
  /** Which of its kind it is, from 1. */
  readonly number: number;
  /** The file that the object stands in. */
  readonly file: string;
}

/** The samples of a rule, the good ones first. */
export const samplesOf = (rule: CustomRule): Sample[] =>
  (['good', 'bad'] as const).flatMap(kind =>
    (rule[kind] ?? []).map((sample, i) => {
      const inPlace = isInPlace(sample) ? sample : { object: sample };
      return { ...inPlace, file: fileOf(inPlace), kind, number: i + 1 };
    }),
  );

/** Whether a sample says what is around its object: an object itself has a kind. */
const isInPlace = (sample: Record<string, unknown> | SampleInPlace): sample is SampleInPlace =>
  'object' in sample && !('kind' in sample);

function fileOf({ file, application }: SampleInPlace): string {
  if (file !== undefined) return file;
  if (!application) return 'sample.yaml';
  return `apps/${application.category ?? 'none'}/${application.name}/sample.yaml`;
}

/**
 * A repository of one sample: its object, what is beside it, and the Application that deploys them.
 *
 * @param repoURL what an Application calls the repository by
 */
export function sampleTree(sample: Sample, repoURL: string): FileTree {
  const { object, beside = [], application, file } = sample;
  const folder = dirname(file);
  const inFolder = (name: string) => (folder === '' ? name : `${folder}/${name}`);
  const rest = inFolder('beside.yaml');
  const files = new Map([
    [file, stringify(object)],
    [rest, beside.map(item => stringify(item)).join('---\n')],
    [
      inFolder('kustomization.yaml'),
      stringify({
        kind: 'Kustomization',
        resources: [file, rest].map(path => path.slice(folder.length).replace(/^\//, '')),
      }),
    ],
    ...(application
      ? [['argocd.yaml', stringify(deploying(sample, application, repoURL))] as const]
      : []),
  ]);
  const encoder = new TextEncoder();
  const access = entryAccess({
    entries: new Map([...files.keys()].map(path => [path, 'file'] as const)),
    content: path => encoder.encode(files.get(path) ?? ''),
  });
  return { root: '', files: [...files.keys()], skipped: [], ...access };
}

/** What deploys a sample's folder: a set over its category, or an Application where it has none. */
function deploying(
  { file, object }: Sample,
  { name, category, namespace }: SampleApplication,
  repoURL: string,
): Record<string, unknown> {
  const path = dirname(file);
  const own = (object.metadata as Record<string, unknown> | undefined)?.namespace;
  const head = { apiVersion: 'argoproj.io/v1alpha1', metadata: { name, namespace: 'argocd' } };
  const spec = {
    project: 'default',
    source: { repoURL, targetRevision: 'HEAD', path },
    destination: {
      server: 'https://kubernetes.default.svc',
      namespace: namespace ?? (typeof own === 'string' ? own : 'default'),
    },
  };
  if (category === undefined) return { ...head, kind: 'Application', spec };
  return {
    ...head,
    kind: 'ApplicationSet',
    spec: {
      goTemplate: true,
      generators: [
        { git: { repoURL, revision: 'HEAD', directories: [{ path: `${dirname(path)}/*` }] } },
      ],
      template: { metadata: { name }, spec },
    },
  };
}
