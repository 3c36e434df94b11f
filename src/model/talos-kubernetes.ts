import type { Place } from '../source/text.ts';
import { getString } from '../yaml/access.ts';
import { type LocatedValue, placeWithin } from '../yaml/located.ts';
import type { TalosModel } from './talos.ts';

/** A release of Kubernetes that Talos is told: by the tag of an image, or by a recipe. */
export interface KubernetesRelease {
  readonly text: string;
  readonly minor: number;
  readonly at: Place;
  /** All that says it, the image's name included. */
  readonly whole: Place;
}

const IMAGES: readonly (readonly string[])[] = [
  ['machine', 'kubelet', 'image'],
  ['cluster', 'apiServer', 'image'],
  ['cluster', 'controllerManager', 'image'],
  ['cluster', 'scheduler', 'image'],
];

/** The releases that the images of a machine configuration, or of a patch, name. */
export const kubernetesImages = (value: LocatedValue | undefined): KubernetesRelease[] =>
  IMAGES.flatMap(path => {
    const image = getString(value, ...path);
    const [, text, minor] = /:(v1\.(\d+)\.\d+)$/.exec(image?.text ?? '') ?? [];
    if (!image || !text || !minor) return [];
    const at = placeWithin(image, image.text.length - text.length, image.text.length);
    return [{ text, minor: Number(minor), at, whole: image.origin }];
  });

/** The releases that recipes hand to talosctl. */
export const kubernetesRecipes = ({
  recipeKubernetes,
}: Pick<TalosModel, 'recipeKubernetes'>): KubernetesRelease[] =>
  recipeKubernetes.map(({ text, at }) => ({
    text,
    minor: Number(text.split('.')[1]),
    at,
    whole: at,
  }));
