/**
 * System extensions that Talos' project publishes. The list grows with every release, so that a name
 * that isn't here need not be wrong.
 *
 * @see https://github.com/siderolabs/extensions
 */
export const OFFICIAL_EXTENSIONS: ReadonlySet<string> = new Set(
  [
    'amazon-ena amd-ucode amdgpu amdgpu-firmware binfmt-misc bnx2-bnx2x btrfs chelsio-drivers chelsio-firmware',
    'cloudflared crun ctr drbd dvb-cx23885 dvb-m88ds3103 ecr-credential-provider fuse3 gasket-driver',
    'gcp-gvnic glibc gvisor gvisor-debug hailort hello-world-service hyperv-tools i915 i915-ucode intel-ice-firmware',
    'intel-ucode iscsi-tools kata-containers lldpd mdadm mei mellanox-mstflint metal-agent nebula netbird',
    'newt nfs-utils nfsd nfsrahead nonfree-kmod-nvidia-lts nonfree-kmod-nvidia-production nut-client',
    'nvidia-container-toolkit-lts nvidia-container-toolkit-production nvidia-fabricmanager-lts',
    'nvidia-fabricmanager-production nvidia-open-gpu-kernel-modules-lts nvidia-gdrdrv-device',
    'nvidia-open-gpu-kernel-modules-production nvme-cli panfrost pcp-collector qemu-guest-agent qlogic-firmware realtek-firmware',
    'revpi-firmware rockchip-rknn spin stargz-snapshotter tailscale tenstorrent thunderbolt uinput',
    'usb-audio-drivers usb-modem-drivers util-linux-tools v4l-uvc-drivers vc4 vmtoolsd-guest-agent',
    'wasmedge xdma-driver xe xen-guest-agent youki zerotier zfs',
  ]
    .join(' ')
    .split(' ')
    .map(name => `siderolabs/${name}`),
);
