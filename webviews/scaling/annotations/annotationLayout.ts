import type { Annotation } from '../../../src/lambda/scaling/metrics/scalingSeries.ts';

/** Marks of one place on the strip: those that would lie on one another are one. */
export interface PlacedMark {
  /** CSS pixels from the left of the plot. */
  readonly x: number;
  readonly annotations: readonly Annotation[];
  /** Room for words to the right, up to the next mark. */
  readonly room: number;
}

/** Marks closer than this are one. */
const together = 9;

/** Places marks from left to right. */
export function placeAnnotations(annotations: readonly Annotation[], from: number, to: number, width: number): PlacedMark[] {
  const groups: { x: number; annotations: Annotation[] }[] = [];
  for (const annotation of annotations.toSorted((a, b) => a.at - b.at)) {
    const x = ((annotation.at - from) / (to - from)) * width;
    const last = groups.at(-1);
    if (last !== undefined && x - last.x < together) last.annotations.push(annotation);
    else groups.push({ x, annotations: [annotation] });
  }
  return groups.map(({ x, annotations: own }, index) => ({ x, annotations: own, room: (groups[index + 1]?.x ?? width) - x }));
}
