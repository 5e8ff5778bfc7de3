import type { ColourName, Tones } from "./colours.ts";
import { tonesOfColour } from "./colours.ts";
import { isGlossy, type MaterialName, ownTones, type TextureName, textureOf } from "./materials.ts";
import type { PatternName } from "./patterns.ts";
import { Pen, type SolidOptions } from "./pen.ts";
import { hashText, randomFrom } from "./random.ts";
import type { Shape } from "./shapes.ts";
import type { TintName } from "./tints.ts";

export type SceneName =
  | "table"
  | "floor"
  | "ceiling"
  | "wall"
  | "outdoor"
  | "kitchen"
  | "bath"
  | "pegs"
  | "wardrobe"
  | "desk"
  | "nursery"
  | "carpet"
  | "street"
  | "sofa";

/** One kind of object: how it is drawn, and how its pictures are composed. */
export interface KindDrawing {
  tint: TintName;
  /** Named shapes among which the seed chooses. */
  forms: readonly string[];
  /** Patterns among which the seed chooses; a name may stand more than once. */
  patterns: readonly PatternName[];
  /** Centre and magnification of the close crop. */
  focus: readonly [x: number, y: number, zoom: number];
  scene: SceneName;
  /** Size in the scene, 0.6 unless told. */
  sceneScale?: number;
  /** The object hangs: no shadow on the ground. */
  hangs?: boolean;
  /** Half-width of the ground shadow, 110 unless told. */
  shadow?: number;
  draw: (sketch: Sketch) => void;
}

export interface SketchSettings {
  name: string;
  kind: KindDrawing;
  seed: number;
  colour: ColourName;
  material: MaterialName | undefined;
  prefix: string;
  scale: number;
  close: boolean;
}

/** The choices that a seed makes first, so that words can agree with the picture. */
export function choicesOf(
  name: string,
  kind: Pick<KindDrawing, "forms" | "patterns">,
  seed: number,
): { form: string; pattern: PatternName; random: () => number } {
  const random = randomFrom((hashText(name) ^ seed) >>> 0);
  const form = kind.forms[Math.floor(random() * kind.forms.length)]!;
  const pattern = kind.patterns[Math.floor(random() * kind.patterns.length)]!;
  return { form, pattern, random };
}

const hiddenByPaint: ReadonlySet<TextureName> = new Set([
  "grain",
  "brushed",
  "hammered",
  "wicker",
  "veins",
]);

/** What a drawing function works with: the pen, the colours of this object, and the seed's choices. */
export class Sketch {
  readonly pen: Pen;
  /** Tones of the colour way; of the material when the colour is "natural". */
  readonly body: Tones;
  /** Tones of the frame, handle, foot: the material's own, else a fitting neutral. */
  readonly trim: Tones;
  readonly form: string;
  readonly pattern: PatternName;
  /** Surface of the material, where the material itself is seen. */
  readonly texture: TextureName;
  /** Surface of the coloured parts: a painted body shows no grain of the handle's wood. */
  readonly bodyTexture: TextureName;
  readonly glossy: boolean;
  readonly material: MaterialName | undefined;
  /** True in the close crop: finer details are worth their bytes. */
  readonly close: boolean;
  readonly #random: () => number;

  constructor(settings: SketchSettings) {
    const { form, pattern, random } = choicesOf(settings.name, settings.kind, settings.seed);
    this.pen = new Pen(settings.prefix, settings.scale);
    this.form = form;
    this.pattern = pattern;
    this.#random = random;
    this.material = settings.material;
    this.close = settings.close;
    const own = ownTones(settings.material);
    this.body = settings.colour === "natural" && own ? own : tonesOfColour(settings.colour);
    const neutral = ownTones(
      settings.seed % 3 === 0 ? "walnut" : settings.seed % 3 === 1 ? "oak" : "brass",
    )!;
    this.trim = own ?? neutral;
    this.texture = textureOf(settings.material);
    const painted = own !== undefined && settings.colour !== "natural";
    this.bodyTexture = painted && hiddenByPaint.has(this.texture) ? "smooth" : this.texture;
    this.glossy = isGlossy(settings.material);
  }

  range(low: number, high: number): number {
    return low + (high - low) * this.#random();
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)]!;
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  /** A part in the colour way, with the pattern; textured where the material has no colour of its own or is the colour. */
  main(shape: Shape, options: SolidOptions = {}): void {
    this.pen.solid(shape, this.body, {
      pattern: this.pattern,
      texture: this.pattern === "plain" || this.close ? this.bodyTexture : "smooth",
      ...options,
    });
  }

  /** A part in the colour way without pattern. */
  plain(shape: Shape, options: SolidOptions = {}): void {
    this.pen.solid(shape, this.body, { texture: this.bodyTexture, ...options });
  }

  /** A part in the frame's material. */
  frame(shape: Shape, options: SolidOptions = {}): void {
    this.pen.solid(shape, this.trim, options);
  }

  leg(d: string, width = 12): void {
    this.pen.tube(d, width, this.trim.base);
  }

  gloss(d: string, width?: number): void {
    if (this.glossy) this.pen.gloss(d, width);
  }
}
