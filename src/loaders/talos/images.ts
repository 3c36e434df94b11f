import type { TalosImage, TalosImagePart } from '../../model/talos.ts';
import type { SourceText } from '../../source/text.ts';

/** Installer images of the Image Factory (or one of one's own) and of Talos itself. */
const IMAGE =
  /\b(?:factory\.talos\.dev|[a-z0-9.-]{1,253}(?::\d+)?\/siderolabs|[a-z0-9.-]{1,253}(?::\d+)?(?=\/[a-z0-9-]*installer(?:-secureboot)?\/[0-9a-f]{64}\b))\/(?:[a-z0-9-]*installer(?:-secureboot)?)(?:\/([0-9a-zA-Z]+))?(?::([^\s"'@,})]+))?/g;

/**
 * Installer images in a text, with the places of schematic and tag.
 *
 * @param offset where the text begins in the file
 */
export function imagesIn(
  file: SourceText,
  offset: number,
  text: string,
  node: string | undefined,
): TalosImage[] {
  return [...text.matchAll(IMAGE)].map(match => {
    const [whole, schematic, tag] = match;
    const start = offset + match.index;
    const part = (text: string | undefined, from: number): TalosImagePart | undefined =>
      text === undefined ? undefined : { text, at: { file, start: from, end: from + text.length } };
    return {
      at: { file, start, end: start + whole.length },
      text: whole,
      schematic: part(schematic, start + whole.indexOf(`/${schematic}`) + 1),
      tag: part(tag, start + whole.length - (tag?.length ?? 0)),
      node,
    };
  });
}
