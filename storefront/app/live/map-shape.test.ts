import { expect, test } from "vitest";
import { dotPaths, drawn, extended, pathLine, percentOf } from "./map-shape.ts";

test("places of the plane become places of the drawing, and none falls off it", () => {
  expect(drawn({ x: 0.5, y: 0.25 })).toEqual({ x: 50, y: -25 });
  expect(drawn({ x: -3, y: 0 }).x).toBe(-100);
  expect(percentOf({ x: 0, y: 1 })).toEqual({ left: "50.00%", top: "3.70%" });
  const map = {
    plane: 1,
    points: [
      { itemId: "a", x: 0, y: 0, tint: "bags" },
      { itemId: "b", x: 1, y: -1, tint: "toys" },
      { itemId: "c", x: -1, y: 0.5, tint: "bags" },
    ],
  };
  expect(dotPaths(map)).toEqual([
    { tint: "bags", d: "M0.0 0.0h0M-100.0 -50.0h0" },
    { tint: "toys", d: "M100.0 100.0h0" },
  ]);
});

test("a path grows by what moved, within limits, and begins anew on another plane", () => {
  const first = extended(undefined, { plane: 1, place: { x: 0, y: 0.1 } });
  const same = extended(first, { plane: 1, place: { x: 0.001, y: 0.1 } });
  expect(same.places).toHaveLength(1);
  const second = extended(same, { plane: 1, place: { x: 0.5, y: 0 } });
  expect(pathLine(second.places)).toBe("M0.0 -10.0L50.0 0.0");
  expect(extended(second, { plane: 1 }).places).toHaveLength(2);
  expect(extended(second, { plane: 2, place: { x: 1, y: 1 } }).places).toHaveLength(1);
  let long = second;
  for (let at = 0; at < 40; at++)
    long = extended(long, { plane: 1, place: { x: at / 40, y: 0.9 } });
  expect(long.places).toHaveLength(16);
});
