import type { TextureName } from "./materials.ts";

/** What may be printed, painted or woven on an object. */
export const patternNames = [
  "plain",
  "stripes",
  "dots",
  "check",
  "herringbone",
  "waves",
  "leaves",
  "bands",
  "grid",
] as const;
export type PatternName = (typeof patternNames)[number];

/** A repeating tile; `marks` draws it in one colour. */
interface Tile {
  size: readonly [number, number];
  turn?: number;
  marks: (colour: string) => string;
}

const stroke = (d: string, colour: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
const fill = (d: string, colour: string): string => `<path d="${d}" fill="${colour}"/>`;
const dot = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0z`;

/** The tiles of the patterns; plain has none. */
export const patternTiles: Record<Exclude<PatternName, "plain">, Tile> = {
  stripes: { size: [24, 24], marks: (c) => fill("M5 0h9v24h-9z", c) },
  dots: { size: [30, 30], marks: (c) => fill(dot(7.5, 7.5, 5) + dot(22.5, 22.5, 5), c) },
  check: {
    size: [36, 36],
    marks: (c) => `<g opacity=".6">${fill("M0 0h18v36h-18z", c)}${fill("M0 0h36v18h-36z", c)}</g>`,
  },
  herringbone: {
    size: [28, 20],
    marks: (c) => stroke("M0 16l14 -12l14 12M0 26l14 -12l14 12M0 6l14 -12l14 12", c, 3),
  },
  waves: { size: [40, 22], marks: (c) => stroke("M0 11q10 -11 20 0t20 0", c, 4) },
  leaves: {
    size: [46, 46],
    turn: 20,
    marks: (c) =>
      fill(
        "M10 20q-9 -9 0 -18q9 9 0 18zM12 24q9 -9 18 0q-9 9 -18 0zM34 40q-7 -8 0 -15q7 7 0 15z",
        c,
      ),
  },
  bands: { size: [480, 62], marks: (c) => fill("M0 8h480v14h-480zM0 28h480v4h-480z", c) },
  grid: { size: [30, 30], marks: (c) => stroke("M15 0v30M0 15h30", c, 3) },
};

/** The tiles of materials: quieter than patterns. */
export const textureTiles: Record<Exclude<TextureName, "smooth">, Tile> = {
  grain: {
    size: [150, 34],
    marks: (c) => stroke("M0 7q40 -5 80 0t70 0M20 17q30 4 60 0M-4 27q40 5 90 0t66 -1", c, 1.6),
  },
  weave: { size: [10, 10], marks: (c) => stroke("M0 2.5h4M6 7.5h4M2.5 5v4M7.5 0v4", c, 1.3) },
  knit: { size: [14, 13], marks: (c) => stroke("M1 2l6 7l6 -7", c, 2) },
  speckle: {
    size: [44, 40],
    marks: (c) =>
      fill(
        dot(6, 8, 1.8) +
          dot(24, 5, 1.2) +
          dot(36, 18, 2) +
          dot(15, 24, 1.3) +
          dot(28, 32, 1.6) +
          dot(5, 36, 1.1),
        c,
      ),
  },
  brushed: { size: [90, 16], marks: (c) => stroke("M4 4h38M54 10h30M20 13h20", c, 1.2) },
  hammered: {
    size: [30, 28],
    marks: (c) => stroke("M4 8q5 -5 10 0M18 20q5 -5 10 0M20 5q3 -3 7 0M3 22q4 -3 8 0", c, 1.5),
  },
  wicker: {
    size: [24, 20],
    marks: (c) => stroke("M1 5q5 -5 10 0M13 15q5 -5 10 0M12 0v10M0 10v10M24 10v10", c, 2),
  },
  veins: {
    size: [190, 140],
    marks: (c) =>
      stroke("M0 40q50 10 80 -14t60 -26M60 140q10 -50 60 -64t70 -60M0 110q20 -8 30 -30", c, 1.8),
  },
  pile: { size: [16, 14], marks: (c) => stroke("M3 3l2 3M11 2l-2 3M7 9l2 3M14 10l-2 2", c, 1.3) },
};

/** An SVG `<pattern>` with its id; `scale` below 1 makes it finer. */
export function tileElement(
  tile: Tile,
  settings: { id: string; colour: string; scale: number },
): string {
  const [w, h] = tile.size;
  const { id, colour, scale } = settings;
  const turn = tile.turn ? `rotate(${tile.turn}) ` : "";
  const transform = scale !== 1 || turn ? ` patternTransform="${turn}scale(${scale})"` : "";
  return `<pattern id="${id}" width="${w}" height="${h}" patternUnits="userSpaceOnUse"${transform}>${tile.marks(colour)}</pattern>`;
}
