import { hexOf, type Oklch } from "./oklch.ts";

/** The colour ways of the family, each tuned so that any two sit well together. */
const colours = {
  natural: [0.85, 0.045, 80],
  white: [0.965, 0.008, 90],
  cream: [0.93, 0.035, 90],
  sand: [0.84, 0.05, 78],
  oat: [0.89, 0.025, 75],
  grey: [0.74, 0.012, 80],
  charcoal: [0.42, 0.014, 70],
  black: [0.33, 0.012, 70],
  navy: [0.38, 0.075, 262],
  blue: [0.57, 0.115, 255],
  sky: [0.8, 0.065, 235],
  teal: [0.56, 0.085, 195],
  sage: [0.76, 0.05, 145],
  green: [0.52, 0.095, 155],
  olive: [0.6, 0.08, 112],
  mustard: [0.76, 0.125, 82],
  yellow: [0.87, 0.13, 95],
  orange: [0.74, 0.14, 57],
  terracotta: [0.63, 0.115, 40],
  red: [0.57, 0.165, 27],
  pink: [0.82, 0.075, 8],
  rose: [0.68, 0.105, 12],
  plum: [0.45, 0.09, 345],
  lilac: [0.77, 0.065, 305],
  brown: [0.46, 0.06, 50],
} as const satisfies Record<string, Oklch>;

export type ColourName = keyof typeof colours;

export const colourNames = Object.keys(colours) as ColourName[];

/** One colour in the tones that a flat drawing needs; `mark` is what a pattern on it is drawn in. */
export interface Tones {
  light: string;
  base: string;
  deep: string;
  dark: string;
  mark: string;
}

/** Four tones and a mark from one OKLCH colour; shadows turn a little warmer and stronger. */
export function tonesOf([l, c, h]: Oklch): Tones {
  const dim = l < 0.5;
  const light = hexOf([Math.min(0.985, l + (dim ? 0.13 : 0.09)), c * 0.8, h]);
  const deep = hexOf([l - (dim ? 0.06 : 0.085), Math.min(0.17, c * 1.12 + 0.004), h]);
  const dark = hexOf([l - (dim ? 0.11 : 0.2), Math.min(0.16, c * 1.1 + 0.008), h]);
  const mark =
    l > 0.62
      ? hexOf([l - 0.24, Math.min(0.16, c * 1.25 + 0.02), h])
      : hexOf([Math.min(0.94, l + 0.33), c * 0.45, h]);
  return { light, base: hexOf([l, c, h]), deep, dark, mark };
}

const toneTable = Object.fromEntries(
  colourNames.map((name) => [name, tonesOf(colours[name])]),
) as Record<ColourName, Tones>;

export function tonesOfColour(name: ColourName): Tones {
  return toneTable[name];
}
