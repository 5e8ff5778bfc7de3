import { hexOf } from "./oklch.ts";

/** The pale ground behind the pictures of one category, for light and dark pages. */
export interface Tint {
  /** Ground of the picture itself and of tiles on a light page. */
  light: string;
  /** One step deeper: shadows, second grounds. */
  lightDeep: string;
  /** Tile ground on a dark page. */
  dark: string;
  darkDeep: string;
  hue: number;
}

function tint(hue: number, chroma = 0.032): Tint {
  return {
    light: hexOf([0.942, chroma, hue]),
    lightDeep: hexOf([0.885, chroma * 1.35, hue]),
    dark: hexOf([0.33, chroma * 1.1, hue]),
    darkDeep: hexOf([0.27, chroma, hue]),
    hue,
  };
}

export const tints = {
  lighting: tint(92, 0.045),
  tableware: tint(45, 0.028),
  kitchen: tint(170, 0.026),
  furniture: tint(75, 0.026),
  textiles: tint(20, 0.028),
  decor: tint(310, 0.024),
  garden: tint(135, 0.036),
  bags: tint(60, 0.036),
  clothing: tint(240, 0.024),
  accessories: tint(350, 0.03),
  shoes: tint(110, 0.03),
  sound: tint(280, 0.026),
  paper: tint(215, 0.028),
  toys: tint(84, 0.06),
  outdoor: tint(155, 0.032),
  pantry: tint(66, 0.044),
  bath: tint(195, 0.03),
  gifts: tint(5, 0.034),
} as const satisfies Record<string, Tint>;

export type TintName = keyof typeof tints;
