import { expect, test } from "vitest";
import { onPlane, principalPlane } from "./principal-plane.ts";

/** Points along (0, 1, 0) as far as 3, along (1, 0, 0) as far as 1, around (5, 5, 5). */
const cross = Float32Array.from(
  [
    [5, 8, 5],
    [5, 2, 5],
    [6, 5, 5],
    [4, 5, 5],
  ].flat(),
);

test("the plane lies along the widest direction and then the next, and holds all points", () => {
  const plane = principalPlane(cross, 3);
  expect([...plane.mean]).toEqual([5, 5, 5]);
  expect(plane.axes[0][1]).toBeCloseTo(1, 5);
  expect(plane.axes[1][0]).toBeCloseTo(1, 5);
  expect(plane.scale).toBeCloseTo(1 / 3, 5);
  const far = onPlane(plane, cross, 0);
  expect([far.x, far.y]).toEqual([expect.closeTo(1, 5), expect.closeTo(0, 5)]);
  const side = onPlane(plane, cross, 3 * 3);
  expect([side.x, side.y]).toEqual([expect.closeTo(0, 5), expect.closeTo(-1 / 3, 5)]);
});

test("the same points in another order give the same plane, points without spread none", () => {
  const turned = Float32Array.from([...cross.slice(6), ...cross.slice(0, 6)]);
  const plane = principalPlane(turned, 3);
  expect(plane.axes[0][1]).toBeCloseTo(1, 5);
  expect(plane.axes[1][0]).toBeCloseTo(1, 5);
  const none = principalPlane(Float32Array.from([1, 2, 1, 2]), 2);
  expect(onPlane(none, Float32Array.from([7, 7]))).toEqual({ x: 0, y: 0 });
  expect(onPlane(principalPlane(new Float32Array(0), 2), Float32Array.from([1, 1]))).toEqual({
    x: 0,
    y: 0,
  });
});
