import { fn } from '../template/go/function.ts';
import { withMethods } from '../template/go/methods.ts';
import { setMember, type Trace } from '../template/go/trace.ts';
import {
  type GoMap,
  type GoObject,
  type GoValue,
  int,
  isTrue,
  NIL_STRING_MAP,
  stringList,
  stringMap,
} from '../template/go/value.ts';
import { get, itemsAt } from '../yaml/access.ts';
import type { LocatedScalar, LocatedValue } from '../yaml/located.ts';
import type { HelmBehaviour } from './behaviour.ts';
import type { Capabilities } from './capabilities.ts';
import type { ActiveChart } from './dependencies.ts';
import { stringOf } from './metadata.ts';
import { newTable, type Table } from './values.ts';

const object = (
  type: string,
  text: string,
  fields: Iterable<readonly [string, GoValue]>,
): GoObject => ({
  go: 'object',
  type,
  text,
  fields: new Map(fields),
  isClosed: true,
});

/** The name and namespace that a release is rendered for, and where they were written. */
export interface ReleaseNames {
  readonly name: string;
  readonly namespace: string;
  readonly nameTrace?: Trace;
  readonly namespaceTrace?: Trace;
}

export function releaseObject({ name, namespace, nameTrace, namespaceTrace }: ReleaseNames): Table {
  const release = newTable([
    ['Name', name],
    ['Namespace', namespace],
    ['IsUpgrade', false],
    ['IsInstall', true],
    ['Revision', int(1)],
    ['Service', 'Helm'],
  ]);
  setMember(release, 'Name', nameTrace);
  setMember(release, 'Namespace', namespaceTrace);
  return release;
}

export function capabilitiesObject(given: Capabilities): GoObject {
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(given.kubeVersion) ?? [];
  const apiVersions = withMethods(
    stringList(given.apiVersions),
    new Map([
      [
        'Has',
        fn(['string'], ([version]) => {
          const isServed = given.apiVersions.includes(version);
          if (!isServed) given.onAbsent?.(version);
          return isServed;
        }),
      ],
    ]),
  );
  return object('*chartutil.Capabilities', '', [
    [
      'KubeVersion',
      object('chartutil.KubeVersion', given.kubeVersion, [
        ['Version', given.kubeVersion],
        ['GitVersion', given.kubeVersion],
        ['String', given.kubeVersion],
        ['Major', major],
        ['Minor', minor],
      ]),
    ],
    ['APIVersions', apiVersions],
    ['HelmVersion', object('version.BuildInfo', '', helmVersion(given.helmVersion))],
  ]);
}

const helmVersion = (version: string): (readonly [string, GoValue])[] => [
  ['Version', version],
  ['GitCommit', ''],
  ['GitTreeState', ''],
  ['GoVersion', ''],
];

/** `.Chart`: Chart.yaml's fields under their Go names, after aliasing. */
export function chartObject(
  { name, chart, dependencies }: ActiveChart,
  isRoot: boolean,
  { isChartMap }: HelmBehaviour,
): GoValue {
  const record = (type: string, fields: readonly (readonly [string, GoValue])[]): GoValue =>
    isChartMap ? newTable(fields) : { ...object(type, '', fields), encoded: encoded(fields) };
  const { metadata } = chart;
  const { value } = metadata;
  const text = (key: string): string => stringOf(get(value, key));
  const strings = (key: string): GoValue => stringList(itemsAt(value, key).map(stringOf));
  const annotations = get(value, 'annotations');
  const made = record('struct { chart.Metadata; IsRoot bool }', [
    ['Name', name],
    ['Version', metadata.version],
    ['AppVersion', text('appVersion')],
    ['APIVersion', metadata.apiVersion],
    ['Type', metadata.type],
    ['KubeVersion', metadata.kubeVersion],
    ['Description', text('description')],
    ['Home', text('home')],
    ['Icon', text('icon')],
    ['Condition', text('condition')],
    ['Tags', text('tags')],
    ['Deprecated', text('deprecated') === 'true'],
    ['Sources', strings('sources')],
    ['Keywords', strings('keywords')],
    [
      'Annotations',
      annotations?.kind === 'map' ? stringMap(textEntries(annotations)) : NIL_STRING_MAP,
    ],
    [
      'Maintainers',
      itemsAt(value, 'maintainers').map(item => record('*chart.Maintainer', maintainer(item))),
    ],
    [
      'Dependencies',
      dependencies.map(({ name: as, declared }) =>
        record('*chart.Dependency', [
          ['Name', as],
          ['Version', declared.version],
          ['Repository', declared.repository],
          ['Alias', declared.alias],
          ['Condition', declared.condition],
          ['Enabled', true],
        ]),
      ),
    ],
    ['IsRoot', isRoot],
  ]);
  for (const [field, key] of WRITTEN) {
    const written = get(value, key);
    const isItself = written?.kind === 'scalar' && (field !== 'Name' || written.text === name);
    if (isItself && isObjectOrMap(made)) setMember(made, field, writtenTrace(written));
  }
  return made;
}

/** Fields that a label or an image is often made of, and their keys in Chart.yaml. */
const WRITTEN = [
  ['Name', 'name'],
  ['Version', 'version'],
  ['AppVersion', 'appVersion'],
  ['Description', 'description'],
  ['KubeVersion', 'kubeVersion'],
] as const;

const isObjectOrMap = (value: GoValue): value is GoObject | GoMap =>
  typeof value === 'object' && value !== null;

/** Chart.yaml is no values file: what it says comes after what a value says, as what a template says does. */
const writtenTrace = ({ origin: { file, start, end } }: LocatedScalar): Trace => ({
  kind: 'expression',
  file,
  start,
  end,
});

/** The order in which Helm's own types declare what Chart.yaml has. */
const ENCODED =
  `Name Home Sources Version Description Keywords Maintainers Icon APIVersion Condition Tags AppVersion
  Deprecated Annotations KubeVersion Dependencies Type IsRoot Email URL Repository Alias Enabled`.split(
    /\s+/,
  );
const LOWER: Readonly<Record<string, string>> = {
  APIVersion: 'apiVersion',
  URL: 'url',
  IsRoot: 'IsRoot',
};

/** Fields as Go encodes them: under their names in Chart.yaml, without those that are empty. */
function encoded(fields: readonly (readonly [string, GoValue])[]): GoMap {
  const byName = new Map(fields);
  return new Map(
    ENCODED.filter(name => isTrue(byName.get(name)) || (name === 'IsRoot' && byName.has(name))).map(
      name => [LOWER[name] ?? name.charAt(0).toLowerCase() + name.slice(1), byName.get(name)],
    ),
  );
}

const textEntries = (value: LocatedValue & { kind: 'map' }): (readonly [string, string])[] =>
  [...value.entries].map(([key, entry]) => [key, stringOf(entry.value)] as const);

const maintainer = (value: LocatedValue): readonly (readonly [string, GoValue])[] => [
  ['Name', stringOf(get(value, 'name'))],
  ['Email', stringOf(get(value, 'email'))],
  ['URL', stringOf(get(value, 'url'))],
];
