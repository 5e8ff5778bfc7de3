import type { LiveMap, SessionPlace } from "@slipstream/contracts/live-api";

/** The drawing's own units: the plane's −1 … 1 with a margin. */
const HALF = 100;
const MARGIN = 8;
export const MAP_VIEW = `${-HALF - MARGIN} ${-HALF - MARGIN} ${2 * (HALF + MARGIN)} ${2 * (HALF + MARGIN)}`;
/** Steps of the path that are drawn. */
const MAX_STEPS = 16;
/** Nearer than this nothing has moved. */
const STILL = 0.002;

export type Place = NonNullable<SessionPlace["place"]>;

/** A session's way over one plane. */
export interface MapPath {
  plane: number;
  places: readonly Place[];
}

/** Drawing units; y grows downwards. What lies outside the plane stands at its edge. */
export function drawn({ x, y }: Place): Place {
  const within = (value: number) => Math.max(-1, Math.min(1, value)) * HALF;
  return { x: within(x), y: 0 - within(y) };
}

/** As a share of the drawing's width and height, for what stands above it: percent. */
export function percentOf(place: Place): { left: string; top: string } {
  const { x, y } = drawn(place);
  const percent = (value: number) => `${(50 + (50 * value) / (HALF + MARGIN)).toFixed(2)}%`;
  return { left: percent(x), top: percent(y) };
}

/** Dots of one tint as one path: round caps make dots of strokes without length. */
export function dotPaths({ points }: LiveMap): { tint: string; d: string }[] {
  const groups = Map.groupBy(points, ({ tint }) => tint);
  return [...groups].map(([tint, group]) => ({
    tint,
    d: group
      .map((point) => {
        const { x, y } = drawn(point);
        return `M${x.toFixed(1)} ${y.toFixed(1)}h0`;
      })
      .join(""),
  }));
}

/** The path with one more place; on another plane it begins anew. */
export function extended(path: MapPath | undefined, { plane, place }: SessionPlace): MapPath {
  const places = path?.plane === plane ? path.places : [];
  const last = places.at(-1);
  if (!place) return { plane, places };
  if (last && Math.hypot(place.x - last.x, place.y - last.y) < STILL) return { plane, places };
  return { plane, places: [...places, place].slice(-MAX_STEPS) };
}

export function pathLine(places: readonly Place[]): string {
  return places
    .map((place, at) => {
      const { x, y } = drawn(place);
      return `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}
