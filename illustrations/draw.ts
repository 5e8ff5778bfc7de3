import { type ColourName, tonesOfColour } from "./colours.ts";
import { drawingOf, type IllustrationKind } from "./kinds.ts";
import type { MaterialName } from "./materials.ts";
import { ownTones, textureOf } from "./materials.ts";
import type { PatternName } from "./patterns.ts";
import { Pen } from "./pen.ts";
import { hashText, randomFrom } from "./random.ts";
import { bath, kitchen, outdoor, pegs, street, wardrobe } from "./scenes/places.ts";
import { carpet, ceiling, desk, floor, nursery, sofa, table, wallScene } from "./scenes/rooms.ts";
import type { Setting } from "./scenes/setting.ts";
import { ellipse, num, rect } from "./shapes.ts";
import { choicesOf, type KindDrawing, type SceneName, Sketch } from "./sketch.ts";
import { type TintName, tints } from "./tints.ts";

/** Everything that a picture is drawn from; equal specs give equal pictures. */
export interface IllustrationSpec {
  kind: IllustrationKind;
  /** uint32: proportions, form, pattern and surroundings. */
  seed: number;
  colour: ColourName;
  material?: MaterialName;
}

export const illustrationViews = ["front", "detail", "use"] as const;
export type IllustrationView = (typeof illustrationViews)[number];

const scenes: Record<SceneName, (setting: Setting) => void> = {
  table,
  floor,
  ceiling,
  wall: wallScene,
  outdoor,
  kitchen,
  bath,
  pegs,
  wardrobe,
  desk,
  nursery,
  carpet,
  street,
  sofa,
};

/**
 * The picture as a whole SVG document (viewBox 0 0 480 480, 1–12 kB): the object alone, a close
 * crop of it with its material, or the object in a small scene. Ids start with a hash of spec and
 * view, so that several pictures can stand inline in one page.
 */
export function drawIllustration(spec: IllustrationSpec, view: IllustrationView): string {
  const drawing = drawingOf(spec.kind);
  const prefix = `i${hashText(`${spec.kind}/${spec.seed}/${spec.colour}/${spec.material ?? ""}/${view}`).toString(36)}`;
  const body =
    view === "front"
      ? front(spec, drawing, prefix)
      : view === "detail"
        ? detail(spec, drawing, prefix)
        : inUse(spec, drawing, prefix);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 480" width="480" height="480" stroke-linecap="round" stroke-linejoin="round">${body}</svg>`;
}

function objectOf(
  spec: IllustrationSpec,
  drawing: KindDrawing,
  settings: { prefix: string; scale: number; close: boolean },
): Sketch {
  const sketch = new Sketch({
    name: spec.kind,
    kind: drawing,
    seed: spec.seed,
    colour: spec.colour,
    material: spec.material,
    ...settings,
  });
  drawing.draw(sketch);
  return sketch;
}

function front(spec: IllustrationSpec, drawing: KindDrawing, prefix: string): string {
  const tint = tints[drawing.tint];
  const ground = new Pen(`${prefix}g`);
  ground.flat(rect(0, 0, 480, 480), tint.light);
  if (!drawing.hangs) ground.shadow(240, 402, drawing.shadow ?? 110, tint.lightDeep);
  return ground.raw() + objectOf(spec, drawing, { prefix, scale: 1, close: false }).pen.raw();
}

function detail(spec: IllustrationSpec, drawing: KindDrawing, prefix: string): string {
  const tint = tints[drawing.tint];
  const [x, y, zoom] = drawing.focus;
  const ground = new Pen(`${prefix}g`);
  ground.flat(rect(0, 0, 480, 480), tint.lightDeep);
  ground.flat(ellipse(190, 190, 250), tint.light);
  const object = objectOf(spec, drawing, { prefix, scale: zoom, close: true });
  ground.group(
    `translate(${num(226 - x * zoom)} ${num(226 - y * zoom)}) scale(${zoom})`,
    object.pen.raw(),
  );
  const swatch = new Pen(`${prefix}s`);
  const tones = object.body;
  const texture = textureOf(spec.material);
  swatch.flat(ellipse(388, 388, 70), "#fffdf8");
  swatch.solid(ellipse(388, 388, 60), tones, {
    texture: object.bodyTexture,
    pattern: object.pattern,
    shade: 0.08,
  });
  const own = ownTones(spec.material);
  if (own && spec.colour !== "natural")
    swatch.solid(ellipse(330, 424, 26), own, { texture, shade: 0 });
  return ground.raw() + swatch.raw();
}

function inUse(spec: IllustrationSpec, drawing: KindDrawing, prefix: string): string {
  const scale = drawing.sceneScale ?? 0.6;
  const object = objectOf(spec, drawing, { prefix, scale, close: false });
  const pen = new Pen(`${prefix}g`);
  scenes[drawing.scene]({
    pen,
    tint: tints[drawing.tint],
    object: object.pen.raw(),
    scale,
    hangs: drawing.hangs === true,
    random: randomFrom(spec.seed ^ 0x5ce7e),
  });
  return pen.raw();
}

/** The form that the seed gives this kind, such as "dome": words may name what the picture shows. */
export function formOf(spec: Pick<IllustrationSpec, "kind" | "seed">): string {
  return choicesOf(spec.kind, drawingOf(spec.kind), spec.seed).form;
}

export function patternOf(spec: Pick<IllustrationSpec, "kind" | "seed">): PatternName {
  return choicesOf(spec.kind, drawingOf(spec.kind), spec.seed).pattern;
}

/** Forms and patterns that a kind knows. */
export function optionsOf(kind: IllustrationKind): {
  forms: readonly string[];
  patterns: readonly PatternName[];
  tint: TintName;
} {
  const { forms, patterns, tint } = drawingOf(kind);
  return { forms, patterns, tint };
}

const MAX_SEEDS_TRIED = 4000;

/** A seed near `from` that gives the wished form and pattern; `from` itself when the kind has no such pair. */
export function seedFor(
  kind: IllustrationKind,
  from: number,
  wish: { form?: string; pattern?: PatternName },
): number {
  const drawing = drawingOf(kind);
  for (let i = 0; i < MAX_SEEDS_TRIED; i++) {
    const seed = (from + Math.imul(i, 0x9e3779b1)) >>> 0;
    const { form, pattern } = choicesOf(kind, drawing, seed);
    if (
      (wish.form === undefined || form === wish.form) &&
      (wish.pattern === undefined || pattern === wish.pattern)
    )
      return seed;
  }
  return from >>> 0;
}

/** The colour in which a spec is mostly drawn, as hex: swatches beside variants. */
export function swatchOf(colour: ColourName, material?: MaterialName): string {
  return ((colour === "natural" ? ownTones(material) : undefined) ?? tonesOfColour(colour)).base;
}
