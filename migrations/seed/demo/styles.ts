import { houseLines } from "./house-lines.data.ts";
import { lines, type StyleName } from "./lines.data.ts";

export type { StyleName };

/** The styles of the demo shop, in a fixed order: axes of a simulated shopper's taste. */
export const styleNames: readonly StyleName[] = [
  "calm",
  "playful",
  "rustic",
  "technical",
  "classic",
  "botanical",
];

const byPrefix = [...lines, ...houseLines]
  .map((line) => ({
    prefix: `${line.name.toLowerCase().replaceAll(" ", "-")}-`,
    style: line.style,
  }))
  .sort((a, b) => b.prefix.length - a.prefix.length);

/** The style of a demo product, which its line decides; undefined for ids that are not the demo's. */
export function styleOf(productId: string): StyleName | undefined {
  return byPrefix.find(({ prefix }) => productId.startsWith(prefix))?.style;
}
