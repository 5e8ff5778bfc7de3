import { expect, test } from "vitest";
import { waterfall } from "./waterfall.ts";

const span = (spanId: string, startMs: number, endMs: number, parentSpanId?: string) => ({
  ...{ traceId: "t", spanId, service: "edge" as const, kind: "internal" as const, shop: "demo" },
  ...{ name: spanId, startMs, endMs, parentSpanId },
});

test("children lie below their parents, in order, each at its place in the whole", () => {
  const { bars, totalMs } = waterfall([
    span("late", 60, 100, "root"),
    span("root", 0, 100),
    span("early", 20, 60, "root"),
    span("inner", 30, 40, "early"),
    span("orphan", 50, 75, "not kept"),
  ]);
  expect(totalMs).toBe(100);
  expect(bars.map(({ span: { name }, depth }) => [name, depth])).toEqual([
    ["root", 0],
    ["early", 1],
    ["inner", 2],
    ["late", 1],
    ["orphan", 0],
  ]);
  expect(bars[2]).toMatchObject({ left: 0.3, width: 0.1, afterMs: 30, tookMs: 10 });
});

test("spans of one moment, or in a circle, do not break it", () => {
  const { bars } = waterfall([span("a", 5, 5), span("b", 5, 5, "b")]);
  expect(bars.every(({ left, width }) => Number.isFinite(left + width))).toBe(true);
});
