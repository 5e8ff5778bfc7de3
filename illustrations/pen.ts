import type { Tones } from "./colours.ts";
import type { TextureName } from "./materials.ts";
import { type PatternName, patternTiles, textureTiles, tileElement } from "./patterns.ts";
import { ellipse, num, type Shape } from "./shapes.ts";

export const INK = "#3a332c";
const FULL_INK = 4;
/** Narrower shapes are drawn flat: a shaded side would not be seen. */
const SMALLEST_SHADED = 36;

export interface SolidOptions {
  /** Printed pattern; none unless told. */
  pattern?: PatternName;
  /** Surface of the material. */
  texture?: TextureName;
  /** Width of the shaded side as a share of the shape's width; 0 is flat. */
  shade?: number;
  /** Without an outline. */
  bare?: boolean;
  /** Size of the pattern. */
  scale?: number;
  opacity?: number;
}

/** Collects SVG: outlined flat shapes, one shaded side, patterns clipped to the shape. */
export class Pen {
  readonly #out: string[] = [];
  readonly #prefix: string;
  readonly #tiles = new Map<string, string>();
  #count = 0;
  /** Width of the ink line in this drawing's own units. */
  readonly inkWidth: number;

  constructor(prefix: string, scale = 1) {
    this.#prefix = prefix;
    this.inkWidth =
      FULL_INK / Math.max(0.62, Math.sqrt(scale) * (scale > 1 ? Math.sqrt(Math.sqrt(scale)) : 1));
  }

  /** A filled, shaded, outlined shape. */
  solid(shape: Shape, tones: Tones, options: SolidOptions = {}): void {
    const { pattern = "plain", texture = "smooth", bare = false, scale = 1 } = options;
    const shade = shape.w < SMALLEST_SHADED ? 0 : (options.shade ?? 0.13);
    const opacity = options.opacity === undefined ? "" : ` opacity="${options.opacity}"`;
    const layers = this.#layers({ pattern, texture, tones, scale });
    if (layers.length === 0 && shade === 0) {
      const outline = bare ? "" : this.#stroke();
      this.#out.push(`<path d="${shape.d}" fill="${tones.base}"${outline}${opacity}/>`);
      return;
    }
    const id = this.#id();
    const use = (fill: string, extra = ""): string => `<use href="#${id}" fill="${fill}"${extra}/>`;
    const shift = -Math.max(4, shape.w * shade);
    const body =
      shade === 0
        ? use(tones.base)
        : use(tones.deep) +
          use(
            tones.base,
            ` transform="translate(${num(shift)} ${num(-Math.min(10, shape.h * 0.04))})"`,
          );
    const side =
      shade === 0 || shape.w < 70
        ? ""
        : use(tones.light, ` transform="translate(${num(shape.w * -0.94)} 0)" opacity=".6"`);
    const clip = `<clipPath id="${id}c"><path id="${id}" d="${shape.d}"/></clipPath>`;
    const outline = bare ? "" : use("none", this.#stroke());
    const printed = layers.map((layer) => use(`url(#${layer})`)).join("");
    this.#out.push(
      `${clip}<g clip-path="url(#${id}c)"${opacity}>${body}${side}${printed}</g>${outline}`,
    );
  }

  #layers(settings: {
    pattern: PatternName;
    texture: TextureName;
    tones: Tones;
    scale: number;
  }): string[] {
    const { pattern, texture, tones, scale } = settings;
    const layers: string[] = [];
    if (texture !== "smooth") {
      layers.push(
        this.#tile(
          texture,
          tileElement(textureTiles[texture], { id: "@", colour: tones.dark, scale: 1 }),
        ),
      );
    }
    if (pattern !== "plain") {
      layers.push(
        this.#tile(
          pattern,
          tileElement(patternTiles[pattern], { id: "@", colour: tones.mark, scale }),
        ),
      );
    }
    return layers;
  }

  #tile(name: string, element: string): string {
    const known = this.#tiles.get(element);
    if (known) return known;
    const id = `${this.#id()}${name[0]}`;
    this.#tiles.set(element, id);
    this.#out.push(element.replace('id="@"', `id="${id}"`));
    return id;
  }

  #id(): string {
    return `${this.#prefix}${(this.#count++).toString(36)}`;
  }

  #stroke(): string {
    return ` stroke="${INK}" stroke-width="${num(this.inkWidth)}"`;
  }

  /** A flat area without outline. */
  flat(shape: Shape, colour: string, opacity = 1): void {
    this.#out.push(
      `<path d="${shape.d}" fill="${colour}"${opacity < 1 ? ` opacity="${opacity}"` : ""}/>`,
    );
  }

  /** An ink line, thinner than the outline. */
  ink(d: string, share = 0.8): void {
    this.stroke(d, INK, this.inkWidth * share);
  }

  stroke(d: string, colour: string, width: number, opacity = 1): void {
    const faint = opacity < 1 ? ` opacity="${opacity}"` : "";
    this.#out.push(
      `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${num(width)}"${faint}/>`,
    );
  }

  /** A round bar with outline: legs, handles, cords, straps. */
  tube(d: string, width: number, colour: string): void {
    this.stroke(d, INK, width + this.inkWidth * 2);
    this.stroke(d, colour, width);
  }

  /** A light reflex. */
  gloss(d: string, width = 7): void {
    this.stroke(d, "#fffdf8", width, 0.6);
  }

  /** The soft shadow on the ground. */
  shadow(cx: number, y: number, half: number, colour: string): void {
    this.flat(ellipse(cx, y, half, Math.max(5, half * 0.1)), colour);
  }

  /** Draws inside a moved and scaled group. */
  group(transform: string, content: string): void {
    this.#out.push(`<g transform="${transform}">${content}</g>`);
  }

  raw(): string {
    return this.#out.join("");
  }
}
