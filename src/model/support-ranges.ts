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
];

/** A chart whose project says which releases of Kubernetes it supports; one outside may well work. */
export interface ChartSupport {
  readonly chart: string;
  readonly project: string;
  readonly source: string;
  /** By the chart's version. */
  readonly ranges: readonly SupportRange[];
}

const ROOK: Omit<ChartSupport, 'chart'> = {
  project: 'Rook',
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

/** Stated ranges only: what a project has merely tested says nothing of the next release. */
export const CHART_SUPPORT: readonly ChartSupport[] = [
  { chart: 'rook-ceph', ...ROOK },
  { chart: 'rook-ceph-cluster', ...ROOK },
  {
    chart: 'cert-manager',
    project: 'cert-manager',
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
    source: 'https://cloudnative-pg.io/docs/current/supported_releases/',
    ranges: CNPG,
  },
];

/** The range of a version, by its major and minor; undefined where none is known. */
export function rangeOf(
  ranges: readonly SupportRange[],
  version: string | undefined,
): SupportRange | undefined {
  const [, minor] = /^v?(\d+\.\d+)\.\d/.exec(version ?? '') ?? [];
  return ranges.find(range => range.version === minor);
}
