import { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import { expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import type { Step } from "./steps.ts";

const empty = { recent: [], recentAt: [], earlier: [], now: 0 };
const followers = [1, 2, 3, 4];
const UNKNOWN = 77;

/** Four visitors went from item 0 to another item each, and were alike in all else. */
function* steps(): Iterable<Step> {
  for (const row of followers) {
    const first = { ...empty, session: row };
    yield { kind: "teach", before: first, event: { row: 0, weight: 1, at: 0 } };
    const second = { ...first, recent: [0], recentAt: [0] };
    yield { kind: "teach", before: second, event: { row, weight: 1, at: 0 } };
  }
  const query = { ...empty, recent: [0], recentAt: [0], session: 9 };
  for (const target of [...followers, UNKNOWN]) {
    const rest = { counted: true, teaches: false };
    yield { kind: "predict", query, target, seen: new Set([0]), ...rest, cluster: target };
  }
}

test("items that a source cannot tell apart stand before the target; an unknown one is a miss", () => {
  const ids = new ItemIds();
  for (let row = 0; row < 5; row++) ids.ensure(`item-${row}`);
  const protocol = { name: "session", steps: steps() } as const;
  const { ranks } = evaluate({ ids, protocol });
  expect(ranks.models).toContain("session_knn");
  const { all, novel } = ranks.ranksOf("session_knn");
  expect(new Set(all.slice(0, -1)).size).toBe(1);
  expect(all[0]).toBeGreaterThanOrEqual(followers.length);
  // Item 0 is known to the visitor: it is no rival among what is new to them.
  expect(novel.slice(0, -1)).toEqual(followers.map(() => followers.length));
  for (const model of ranks.models) expect(ranks.ranksOf(model).all.at(-1)).toBe(0);
});
