import { createHash } from "node:crypto";
import {
  onPlane,
  type PrincipalPlane,
  principalPlane,
} from "@slipstream/algorithms/principal-plane";
import { unit } from "@slipstream/algorithms/vector";
import { MAX_MAP_POINTS, type SessionPlace, type ShopMap } from "@slipstream/contracts/live-api";
import type { VisitorState } from "../session-reader.ts";
import type { ShopModel } from "../shop-model.ts";
import { sessionOf } from "../situation.ts";
import type { FactorSpace } from "../views/factors.ts";

/** Points are read from the vectors anew after this long. */
const FRESH_MS = 5_000;
/** A plane is laid anew after this long, as vectors move away from it: paths on it begin anew. */
const PLANE_MS = 15 * 60_000;
/** Or as soon as there are this many times as many vectors as it was laid through. */
const GROWN = 1.5;
/** Decimals of a coordinate: a map is a few hundred pixels wide. */
const PRECISION = 1_000;

interface Laid {
  space: FactorSpace;
  plane: PrincipalPlane;
  id: number;
  laidAt: number;
  vectors: number;
}

/**
 * The catalogue as a map: input vectors, of unit length, on the plane in which they lie widest. A
 * session is a sum of input vectors, so it has a place there, too: after one view that of the product.
 */
export class MapOfShop {
  readonly #model: ShopModel;
  #laid: Laid | undefined;
  #drawn: { at: number; map: ShopMap } | undefined;

  constructor(model: ShopModel) {
    this.#model = model;
  }

  /** At most 2,000 published products, the newest of each category first; without vectors none. */
  draw(nowMs: number): ShopMap {
    const drawn = this.#drawn;
    if (drawn && nowMs - drawn.at < FRESH_MS) return drawn.map;
    const rows = this.#rows();
    const laid = this.#lay(rows, nowMs);
    const map = laid ? { plane: laid.id, points: this.#points(rows, laid) } : nowhere;
    this.#drawn = { at: nowMs, map };
    return map;
  }

  /** Where a session points: what is stored of it, and on top what the page has in memory. */
  placeOf(visitor: VisitorState, context: readonly string[], nowMs: number): SessionPlace {
    this.draw(nowMs);
    const laid = this.#laid;
    if (!laid || laid.space !== this.#model.factors.space) return { plane: 0 };
    const direction = sessionOf(this.#model, visitor, context);
    return { plane: laid.id, ...(direction ? { place: rounded(laid.plane, direction) } : {}) };
  }

  /** Rows of products that are shown and have a vector. */
  #rows(): number[] {
    const { catalogue, factors } = this.#model;
    const rows: number[] = [];
    for (const row of catalogue.newestOfEachCategory()) {
      if (rows.length === MAX_MAP_POINTS) break;
      const isShown = catalogue.at(row)?.status === "published";
      if (isShown && (factors.space?.places.vectorOf(row) ?? -1) >= 0) rows.push(row);
    }
    return rows;
  }

  #lay(rows: readonly number[], nowMs: number): Laid | undefined {
    const { space } = this.#model.factors;
    const laid = this.#laid;
    if (space === undefined || rows.length === 0) return undefined;
    const holds =
      laid?.space === space && nowMs - laid.laidAt < PLANE_MS && rows.length < GROWN * laid.vectors;
    if (holds) return laid;
    const { dims } = space.vectors;
    const points = new Float32Array(rows.length * dims);
    rows.forEach((row, at) => {
      points.set(directionOf(space, row), at * dims);
    });
    const plane = principalPlane(points, dims);
    this.#laid = { space, plane, id: nameOf(plane), laidAt: nowMs, vectors: rows.length };
    return this.#laid;
  }

  #points(rows: readonly number[], { plane, space }: Laid): ShopMap["points"] {
    const { ids, catalogue } = this.#model;
    return rows.map((row) => ({
      itemId: ids.idOf(row),
      ...rounded(plane, directionOf(space, row)),
      category: catalogue.categoriesAt(row)[0] ?? "",
    }));
  }
}

const nowhere: ShopMap = { plane: 0, points: [] };

function directionOf({ vectors, places }: FactorSpace, row: number): Float32Array {
  return unit(vectors.inputAt(places.vectorOf(row)));
}

function rounded(plane: PrincipalPlane, direction: Float32Array): { x: number; y: number } {
  const { x, y } = onPlane(plane, direction);
  return { x: Math.round(x * PRECISION) / PRECISION, y: Math.round(y * PRECISION) / PRECISION };
}

/** Of one plane the same in every process; never 0. */
function nameOf({ axes, scale }: PrincipalPlane): number {
  const hash = createHash("sha256");
  for (const numbers of [...axes, Float64Array.of(scale)]) {
    hash.update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  }
  return hash.digest().readUInt32BE(0) || 1;
}
