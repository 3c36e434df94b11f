/** What a controller can be rendered as, in the library's own words. */
export const CONTROLLER_TYPES = [
  'deployment',
  'statefulset',
  'daemonset',
  'cronjob',
  'job',
] as const;

export type ControllerType = (typeof CONTROLLER_TYPES)[number];
