import { IMAGE_WIDTHS } from "@slipstream/contracts/image-widths";

/** An uploaded picture's address without its width, and the widest that there is. */
const uploaded = /^(\/media\/u\/[0-9a-f]+\/)(\d+)\.webp$/;

/** From which widths of an uploaded picture the browser may choose; drawn ones have no widths. */
export function sizesOf(url: string, lazy: boolean): { srcSet?: string; sizes?: string } {
  const [, start, widest] = uploaded.exec(url) ?? [];
  if (start === undefined) return {};
  const widths = [...IMAGE_WIDTHS.filter((width) => width < Number(widest)), Number(widest)];
  const srcSet = widths.map((width) => `${start}${width}.webp ${width}w`).join(", ");
  // As wide as it stands there: only of a lazy picture does the browser know that in time.
  return { srcSet, sizes: `${lazy ? "auto, " : ""}(min-width: 48rem) 40rem, 100vw` };
}
