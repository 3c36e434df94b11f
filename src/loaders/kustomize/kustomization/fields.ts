/** The type of a field of the kustomization file, as Go's decoder checks it. */
export type Shape =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'any'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const strings: Shape = { list: 'string' };
const stringMap: Shape = { map: 'string' };
const list = (fields: Readonly<Record<string, Shape>>): Shape => ({ list: { fields } });

const id = {
  group: 'string',
  version: 'string',
  kind: 'string',
  name: 'string',
  namespace: 'string',
} as const;
const selector: Shape = {
  fields: { ...id, annotationSelector: 'string', labelSelector: 'string' },
};
const patch: Shape = {
  fields: {
    path: 'string',
    patch: 'string',
    target: selector,
    options: { fields: { allowNameChange: 'boolean', allowKindChange: 'boolean' } },
  },
};
const image: Shape = {
  fields: {
    name: 'string',
    newName: 'string',
    tagSuffix: 'string',
    newTag: 'string',
    digest: 'string',
  },
};
const fieldOptions: Shape = {
  fields: { delimiter: 'string', index: 'integer', encoding: 'string', create: 'boolean' },
};
const replacementFields: Readonly<Record<string, Shape>> = {
  source: { fields: { ...id, fieldPath: 'string', options: fieldOptions } },
  sourceValue: 'string',
  targets: list({
    select: selector,
    reject: { list: selector },
    fieldPaths: strings,
    options: fieldOptions,
  }),
};
const generatorOptions: Shape = {
  fields: {
    labels: stringMap,
    annotations: stringMap,
    disableNameSuffixHash: 'boolean',
    immutable: 'boolean',
  },
};
const generatorFields: Readonly<Record<string, Shape>> = {
  namespace: 'string',
  name: 'string',
  behavior: 'string',
  literals: strings,
  files: strings,
  envs: strings,
  env: 'string',
  options: generatorOptions,
};
const helmChart: Readonly<Record<string, Shape>> = {
  name: 'string',
  version: 'string',
  repo: 'string',
  releaseName: 'string',
  namespace: 'string',
  additionalValuesFiles: strings,
  valuesFile: 'string',
  valuesInline: { map: 'any' },
  valuesMerge: 'string',
  includeCRDs: 'boolean',
  skipHooks: 'boolean',
  skipTests: 'boolean',
  apiVersions: strings,
  kubeVersion: 'string',
  nameTemplate: 'string',
  debug: 'boolean',
  devel: 'boolean',
};
const oldHelmChart: Readonly<Record<string, Shape>> = {
  chartName: 'string',
  chartVersion: 'string',
  chartRepoUrl: 'string',
  chartHome: 'string',
  chartRepoName: 'string',
  helmBin: 'string',
  helmHome: 'string',
  values: 'string',
  valuesLocal: { map: 'any' },
  valuesMerge: 'string',
  releaseName: 'string',
  releaseNamespace: 'string',
  extraArgs: strings,
};

/** One replacement, as it stands inline or in a file of its own. */
export const REPLACEMENT: Shape = { fields: replacementFields };

/**
 * All fields of a kustomization.
 * https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/types/kustomization.go
 */
export const KUSTOMIZATION: Shape = {
  fields: {
    apiVersion: 'string',
    kind: 'string',
    metadata: {
      fields: { name: 'string', namespace: 'string', labels: stringMap, annotations: stringMap },
    },
    openapi: stringMap,
    namePrefix: 'string',
    nameSuffix: 'string',
    namespace: 'string',
    commonLabels: stringMap,
    labels: list({
      pairs: stringMap,
      includeSelectors: 'boolean',
      includeTemplates: 'boolean',
      fields: list({ ...idOfField(), path: 'string', create: 'boolean' }),
    }),
    commonAnnotations: stringMap,
    patchesStrategicMerge: strings,
    patchesJson6902: { list: patch },
    patches: { list: patch },
    images: { list: image },
    imageTags: { list: image },
    replacements: list({ ...replacementFields, path: 'string' }),
    replicas: list({ name: 'string', count: 'integer' }),
    vars: list({
      name: 'string',
      objref: { fields: { ...id, apiVersion: 'string' } },
      fieldref: { fields: { fieldPath: 'string' } },
    }),
    sortOptions: {
      fields: {
        order: 'string',
        legacySortOptions: { fields: { orderFirst: strings, orderLast: strings } },
      },
    },
    resources: strings,
    components: strings,
    crds: strings,
    bases: strings,
    configMapGenerator: list(generatorFields),
    secretGenerator: list({ ...generatorFields, type: 'string' }),
    helmGlobals: { fields: { chartHome: 'string', configHome: 'string' } },
    helmCharts: list(helmChart),
    helmChartInflationGenerator: list(oldHelmChart),
    generatorOptions,
    configurations: strings,
    generators: strings,
    transformers: strings,
    validators: strings,
    buildMetadata: strings,
  },
};

function idOfField(): Readonly<Record<string, Shape>> {
  return { group: 'string', version: 'string', kind: 'string' };
}
