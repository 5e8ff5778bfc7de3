import { expect, test } from "vitest";
import { panned, whole, zoomed } from "./zoom-view.ts";

test("what is under the pointer stays under it", () => {
  const point = { x: 0.25, y: -0.1 };
  const close = zoomed(whole, 2, point);
  // The picture's place under the pointer, in the picture's own frame, before and after.
  const under = (view: typeof whole) => [
    (point.x - view.x) / view.scale,
    (point.y - view.y) / view.scale,
  ];
  expect(under(close)).toEqual([expect.closeTo(0.25), expect.closeTo(-0.1)]);
  expect(close.scale).toBe(2);
  expect(zoomed(close, 0.1, point)).toEqual(whole);
  expect(zoomed(close, 100, point).scale).toBe(5);
});

test("no edge comes into the frame", () => {
  const close = zoomed(whole, 3, { x: 0, y: 0 });
  expect(panned(close, { x: 9, y: -9 })).toEqual({ scale: 3, x: 1, y: -1 });
  expect(panned(close, { x: -0.5, y: 0.25 })).toEqual({ scale: 3, x: -0.5, y: 0.25 });
  expect(panned(whole, { x: 1, y: 1 })).toEqual(whole);
});
