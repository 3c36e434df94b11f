/**
 * Whether an entry of `patchesStrategicMerge` is the patch itself, not the path of its file.
 * https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/types/patchstrategicmerge.go
 */
export const isInlinePatch = (text: string): boolean => /[:\n]\s/.test(text);
