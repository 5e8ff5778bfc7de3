import { type Tones, tonesOf } from "./colours.ts";
import type { Oklch } from "./oklch.ts";

/** How a surface is drawn when it is drawn plainly. */
export type TextureName =
  | "smooth"
  | "grain"
  | "weave"
  | "knit"
  | "speckle"
  | "brushed"
  | "hammered"
  | "wicker"
  | "veins"
  | "pile";

interface Material {
  /** Its own colour, where it has one whatever the colour way. */
  own?: Oklch;
  texture: TextureName;
  gloss?: boolean;
}

const materials = {
  ceramic: { texture: "smooth", gloss: true },
  stoneware: { texture: "speckle" },
  porcelain: { texture: "smooth", gloss: true },
  terracotta: { texture: "smooth", own: [0.63, 0.115, 42] },
  glass: { texture: "smooth", gloss: true },
  oak: { texture: "grain", own: [0.77, 0.075, 72] },
  walnut: { texture: "grain", own: [0.5, 0.065, 52] },
  birch: { texture: "grain", own: [0.87, 0.05, 82] },
  beech: { texture: "grain", own: [0.81, 0.065, 66] },
  bamboo: { texture: "grain", own: [0.82, 0.08, 88] },
  steel: { texture: "brushed", gloss: true, own: [0.8, 0.008, 240] },
  aluminium: { texture: "brushed", own: [0.86, 0.006, 240] },
  iron: { texture: "hammered", own: [0.37, 0.01, 60] },
  brass: { texture: "brushed", gloss: true, own: [0.77, 0.105, 86] },
  copper: { texture: "hammered", gloss: true, own: [0.66, 0.1, 48] },
  zinc: { texture: "brushed", own: [0.72, 0.012, 230] },
  silver: { texture: "smooth", gloss: true, own: [0.85, 0.006, 250] },
  gold: { texture: "smooth", gloss: true, own: [0.82, 0.115, 88] },
  enamel: { texture: "smooth", gloss: true },
  linen: { texture: "weave" },
  cotton: { texture: "weave" },
  wool: { texture: "knit" },
  felt: { texture: "pile" },
  velvet: { texture: "pile" },
  silk: { texture: "smooth", gloss: true },
  denim: { texture: "weave" },
  canvas: { texture: "weave" },
  nylon: { texture: "weave" },
  leather: { texture: "smooth", own: [0.58, 0.09, 52] },
  jute: { texture: "weave", own: [0.77, 0.06, 80] },
  rattan: { texture: "wicker", own: [0.79, 0.075, 76] },
  willow: { texture: "wicker", own: [0.68, 0.075, 66] },
  cork: { texture: "speckle", own: [0.74, 0.075, 68] },
  marble: { texture: "veins", gloss: true, own: [0.94, 0.006, 240] },
  slate: { texture: "veins", own: [0.45, 0.012, 240] },
  paper: { texture: "smooth" },
  card: { texture: "smooth", own: [0.76, 0.055, 70] },
  rubber: { texture: "smooth" },
  plastic: { texture: "smooth", gloss: true },
  wax: { texture: "smooth" },
} as const satisfies Record<string, Material>;

export type MaterialName = keyof typeof materials;

export const materialNames = Object.keys(materials) as MaterialName[];

export function textureOf(name: MaterialName | undefined): TextureName {
  return name === undefined ? "smooth" : materials[name].texture;
}

export function isGlossy(name: MaterialName | undefined): boolean {
  const material: Material | undefined = name === undefined ? undefined : materials[name];
  return material?.gloss === true;
}

/** The tones of a material that has a colour of its own (oak, brass), else undefined (wool, glass). */
export function ownTones(name: MaterialName | undefined): Tones | undefined {
  const material: Material | undefined = name === undefined ? undefined : materials[name];
  return material?.own && tonesOf(material.own);
}
