import { argoCdOfChart } from './argocd-charts.ts';

/** Minor releases of Kubernetes 1, both included. */
export interface SupportRange {
  /** Major and minor of the product, or of its chart. */
  readonly version: string;
  /** The product's, where the chart's is another. */
  readonly product?: string;
  readonly oldest: number;
  readonly newest: number;
}

/**
 * What Talos takes for the images of Kubernetes' components: a configuration outside of it is refused.
 *
 * @see https://github.com/siderolabs/talos/tree/v1.12.0/pkg/machinery/compatibility
 */
export const TALOS_KUBERNETES: readonly SupportRange[] = [
  { version: '1.5', oldest: 26, newest: 28 },
  { version: '1.6', oldest: 24, newest: 29 },
  { version: '1.7', oldest: 25, newest: 30 },
  { version: '1.8', oldest: 26, newest: 31 },
  { version: '1.9', oldest: 27, newest: 32 },
  { version: '1.10', oldest: 28, newest: 33 },
  { version: '1.11', oldest: 29, newest: 34 },
  { version: '1.12', oldest: 30, newest: 35 },
  { version: '1.13', oldest: 31, newest: 36 },
  { version: '1.14', oldest: 32, newest: 37 },
];

/**
 * A chart whose project says which releases of Kubernetes it supports, or tests: one outside may well work. What is
 * only tested grows with patch releases, so that a newer Kubernetes is none of the linter's business there.
 */
export interface ChartSupport {
  readonly chart: string;
  readonly project: string;
  readonly claim: 'supports' | 'tests';
  readonly source: string;
  /** Where `ranges` are by the product's version: the one that a version of the chart installs. */
  readonly productOf?: (chart: string) => string | undefined;
  /** By the chart's version. */
  readonly ranges: readonly SupportRange[];
}

const ROOK: Omit<ChartSupport, 'chart'> = {
  project: 'Rook',
  claim: 'supports',
  source: 'https://rook.io/docs/rook/latest-release/Getting-Started/Prerequisites/prerequisites/',
  ranges: [
    { version: '1.14', oldest: 25, newest: 29 },
    { version: '1.15', oldest: 26, newest: 31 },
    { version: '1.16', oldest: 27, newest: 32 },
    { version: '1.17', oldest: 28, newest: 32 },
    { version: '1.18', oldest: 29, newest: 33 },
    { version: '1.19', oldest: 30, newest: 35 },
    { version: '1.20', oldest: 31, newest: 36 },
  ],
};

/**
 * By the versions of the chart. What was tested without being supported counts as well: a newer Kubernetes may
 * work, and one that nobody names is what is left.
 */
const CNPG: readonly SupportRange[] = [
  { version: '0.22', product: '1.24', oldest: 28, newest: 31 },
  { version: '0.23', product: '1.25', oldest: 29, newest: 33 },
  { version: '0.24', product: '1.26', oldest: 29, newest: 33 },
  { version: '0.25', product: '1.26', oldest: 29, newest: 33 },
  { version: '0.26', product: '1.27', oldest: 29, newest: 33 },
  { version: '0.27', product: '1.28', oldest: 30, newest: 35 },
  { version: '0.28', product: '1.29', oldest: 31, newest: 36 },
  { version: '0.29', product: '1.30', oldest: 30, newest: 36 },
];

const ARGO_CD: readonly SupportRange[] = [
  { version: '2.11', oldest: 25, newest: 29 },
  { version: '2.12', oldest: 26, newest: 29 },
  { version: '2.13', oldest: 27, newest: 30 },
  { version: '2.14', oldest: 28, newest: 31 },
  { version: '3.0', oldest: 29, newest: 32 },
  { version: '3.1', oldest: 30, newest: 33 },
  { version: '3.2', oldest: 30, newest: 33 },
  { version: '3.3', oldest: 31, newest: 34 },
  { version: '3.4', oldest: 32, newest: 35 },
  { version: '3.5', oldest: 33, newest: 36 },
];

export const CHART_SUPPORT: readonly ChartSupport[] = [
  { chart: 'rook-ceph', ...ROOK },
  { chart: 'rook-ceph-cluster', ...ROOK },
  {
    chart: 'cert-manager',
    project: 'cert-manager',
    claim: 'supports',
    source: 'https://cert-manager.io/docs/releases/',
    ranges: [
      { version: '1.18', oldest: 29, newest: 33 },
      { version: '1.19', oldest: 31, newest: 35 },
      { version: '1.20', oldest: 32, newest: 35 },
    ],
  },
  {
    chart: 'cloudnative-pg',
    project: 'CloudNativePG',
    claim: 'supports',
    source: 'https://cloudnative-pg.io/docs/current/supported_releases/',
    ranges: CNPG,
  },
  {
    chart: 'argo-cd',
    project: 'Argo CD',
    claim: 'tests',
    source: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/tested-kubernetes-versions/',
    productOf: argoCdOfChart,
    ranges: ARGO_CD,
  },
  {
    chart: 'cilium',
    project: 'Cilium',
    claim: 'tests',
    source: 'https://docs.cilium.io/en/stable/network/kubernetes/compatibility/',
    ranges: [
      { version: '1.16', oldest: 27, newest: 30 },
      { version: '1.17', oldest: 29, newest: 32 },
      { version: '1.18', oldest: 30, newest: 33 },
      { version: '1.19', oldest: 31, newest: 34 },
      { version: '1.20', oldest: 33, newest: 36 },
    ],
  },
  {
    chart: 'gateway-helm',
    project: 'Envoy Gateway',
    claim: 'tests',
    source: 'https://gateway.envoyproxy.io/news/releases/matrix/',
    ranges: [
      { version: '1.2', oldest: 28, newest: 31 },
      { version: '1.3', oldest: 29, newest: 32 },
      { version: '1.4', oldest: 30, newest: 33 },
      { version: '1.5', oldest: 30, newest: 33 },
      { version: '1.6', oldest: 30, newest: 33 },
      { version: '1.7', oldest: 32, newest: 35 },
      { version: '1.8', oldest: 32, newest: 35 },
      { version: '1.9', oldest: 33, newest: 36 },
    ],
  },
];

/** The range of a chart's version; undefined where none is known. */
export function rangeOfChart(
  { productOf, ranges }: ChartSupport,
  version: string | undefined,
): SupportRange | undefined {
  if (!productOf || version === undefined) return rangeOf(ranges, version);
  const product = productOf(version);
  return product === undefined ? undefined : rangeOf(ranges, `${product}.0`);
}

/** The range of a version, by its major and minor; undefined where none is known. */
export function rangeOf(
  ranges: readonly SupportRange[],
  version: string | undefined,
): SupportRange | undefined {
  const [, minor] = /^v?(\d+\.\d+)\.\d/.exec(version ?? '') ?? [];
  return ranges.find(range => range.version === minor);
}
