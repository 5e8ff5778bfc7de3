import { expect, test } from "vitest";
import { figureName, pairedDifference, qualityFigures } from "./figures.ts";
import { RankLog } from "./rank-log.ts";

const MISS = Number.POSITIVE_INFINITY;

/** Three predictions of two sessions; the second one's target is known to the visitor. */
function logged(): RankLog {
  const log = new RankLog();
  const ranks = [
    { good: 1, other: 2, isNovel: true },
    { good: 3, other: MISS, isNovel: false },
    { good: MISS, other: 20, isNovel: true },
  ];
  ranks.forEach(({ good, other, isNovel }, at) => {
    log.open({ cluster: at < 2 ? 1 : 2, isNovel, isFirst: false, isLate: at === 2 });
    log.note("good", good, isNovel ? 1 : 2);
    log.note("other", other, other);
  });
  return log;
}
const figureOf = (name: string) =>
  qualityFigures(logged(), [2, 20]).find((figure) => figureName(figure) === name)?.value;

test("recall, MRR and NDCG at a cut-off, as worked out by hand", () => {
  expect(figureOf("good.recall@2")).toBeCloseTo(1 / 3, 10);
  expect(figureOf("good.recall@20")).toBeCloseTo(2 / 3, 10);
  expect(figureOf("good.mrr@20")).toBeCloseTo((1 + 1 / 3) / 3, 10);
  expect(figureOf("good.ndcg@20")).toBeCloseTo((1 + 1 / 2) / 3, 10);
  expect(figureOf("other.mrr@20")).toBeCloseTo((1 / 2 + 1 / 20) / 3, 10);
});

test("parts have figures of their own, where they have predictions", () => {
  expect(figureOf("good.recall@2.late")).toBe(0);
  expect(figureOf("other.recall@20.late")).toBe(1);
  // Ranks among new items, of the two predictions whose target was new.
  expect(figureOf("good.recall@2.novel")).toBe(1);
  expect(figureOf("good.recall@2.first")).toBeUndefined();
});

test("a paired difference is of the same predictions", () => {
  const options = { model: "good", baseline: "other", metric: "mrr", k: 20 } as const;
  const { value, low, high } = pairedDifference(logged(), options);
  expect(value).toBeCloseTo((1 / 2 + 1 / 3 - 1 / 20) / 3, 10);
  expect(low).toBeLessThanOrEqual(value);
  expect(high).toBeGreaterThanOrEqual(value);
});
