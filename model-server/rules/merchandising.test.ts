import type { Rule } from "@slipstream/contracts/merchandising";
import { Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import { Deadline } from "../deadline.ts";
import { explainAnswer } from "../explain/explain-answer.ts";
import { preview } from "../explain/preview.ts";
import { type PipelineParts, recommend } from "../pipeline.ts";
import { SessionReader } from "../session-reader.ts";
import { NOW, product, requestFor, smallShop } from "../testing/shop.ts";

const parts: PipelineParts = {
  sessions: new SessionReader(new Redis({ lazyConnect: true })),
  waitFor: async () => true,
  random: () => 0,
  now: () => NOW,
};

function rule(values: Partial<Rule> & Pick<Rule, "kind" | "target">): Rule {
  return { id: `${values.kind}-rule`, name: `A ${values.kind}`, placements: [], ...values };
}

async function explained(rules: readonly Rule[], values: object, wanted: string[] = []) {
  const model = smallShop();
  model.rules.apply({ readAt: 1, rules: [...rules] });
  const request = requestFor({ placement: "because_you_viewed", itemId: "cups-0", ...values });
  const recommendation = await recommend(parts, { model, request, deadline: new Deadline(5000) });
  const answer = explainAnswer(recommendation, wanted);
  return { ...answer, ids: recommendation.response.items.map(({ itemId }) => itemId) };
}

const pin = (itemIds: string[], position: number) =>
  rule({ kind: "pin", target: { itemIds }, position });

describe("pins", () => {
  test("stand at their places, the others close up, and nothing is there twice", async () => {
    const plain = await explained([], {});
    const { ids } = await explained([pin(["rugs-9", "lamps-9"], 1), pin(["rugs-8"], 2)], {});
    expect(ids.slice(0, 4)).toEqual([plain.ids[0], "rugs-9", "lamps-9", "rugs-8"]);
    expect(ids).toHaveLength(12);
    expect(new Set(ids).size).toBe(12);
    expect(ids.slice(4)).toEqual(
      plain.ids.filter((id) => !ids.slice(0, 4).includes(id)).slice(0, 8),
    );
  });

  test("a pinned item that is there already moves, and says that it was picked", async () => {
    const { ids, recommendation } = await explained([pin(["cups-2"], 5)], {});
    expect(ids.indexOf("cups-2")).toBe(5);
    expect(recommendation.items[5]).toMatchObject({ reason: { code: "picked" }, propensity: 1 });
    expect(recommendation.explanations![5]!.rules).toEqual([
      { id: "pin-rule", name: "A pin", kind: "pin", position: 5 },
    ]);
  });

  test("what may not be shown is not pinned; a place beyond the list is none", async () => {
    const { ids } = await explained([pin(["cups-0", "nothing"], 0), pin(["rugs-9"], 12)], {});
    expect(ids).not.toContain("cups-0");
    expect(ids).not.toContain("rugs-9");
  });

  test("of a category the best that fits is pinned", async () => {
    const rules = [rule({ kind: "pin", target: { category: "rugs" }, position: 0 })];
    const { ids } = await explained(rules, {});
    expect(ids[0]).toMatch(/^rugs-/);
  });
});

describe("boosts and buries", () => {
  test("move by a share of the range of scores; several add up; the explanation says by whom", async () => {
    const plain = await explained([], {});
    const last = plain.ids.at(-1)!;
    const boost = rule({ kind: "boost", target: { itemIds: [last] }, strength: 1 });
    const { ids, recommendation } = await explained([boost], { diversity: 0 });
    expect(ids[0]).toBe(last);
    const [first] = recommendation.explanations!;
    expect(first!.rules).toMatchObject([{ id: "boost-rule", kind: "boost" }]);
    expect(first!.rules[0]!.amount).toBeGreaterThan(0);
    expect(first!.session.rank).toBeGreaterThan(1);
    const bury = rule({ kind: "bury", target: { itemIds: [last] }, strength: 1 });
    const both = await explained([boost, bury], { diversity: 0 });
    const without = await explained([], { diversity: 0 });
    expect(both.ids).toEqual(without.ids);
  });

  test("a target fits by all of its parts, an empty one fits nothing", async () => {
    const none = rule({ kind: "exclude", target: {} });
    const narrow = rule({ kind: "exclude", target: { category: "cups", itemIds: ["lamps-0"] } });
    const plain = await explained([], {});
    expect((await explained([none, narrow], {})).ids).toEqual(plain.ids);
  });
});

describe("where and when rules hold", () => {
  const exclude = (values: Partial<Rule>) =>
    rule({ kind: "exclude", target: { itemIds: ["cups-2"] }, ...values });

  test.each([
    ["everywhere", {}, false],
    ["in this placement", { placements: ["because_you_viewed" as const] }, false],
    ["in another placement", { placements: ["home_for_you" as const] }, true],
    ["on pages of this category", { contextCategory: "cups" }, false],
    ["on pages of another category", { contextCategory: "rugs" }, true],
    ["from now on", { startsAt: NOW, endsAt: NOW + 1 }, false],
    ["until now", { endsAt: NOW }, true],
    ["from tomorrow on", { startsAt: NOW + 86_400_000 }, true],
  ])("%s", async (_name, values, isShown) => {
    const { ids } = await explained([exclude(values)], {});
    expect(ids.includes("cups-2")).toBe(isShown);
  });

  test("a search finds what is excluded everywhere, unless the rule names it", async () => {
    const candidates = ["cups-2", "rugs-1"];
    const request = { placement: "search_rerank", candidates };
    expect((await explained([exclude({})], request)).ids).toContain("cups-2");
    const named = exclude({ placements: ["search_rerank"] });
    expect((await explained([named], request)).ids).toEqual(["rugs-1"]);
  });
});

describe("the debugger", () => {
  test("says of each item where it comes from and what it was at every stage", async () => {
    const { recommendation, situation, candidates } = await explained([], { context: ["cups-1"] });
    const [first] = recommendation.explanations!;
    expect(recommendation.explanations!.map(({ itemId }) => itemId)).toEqual(
      recommendation.items.map(({ itemId }) => itemId),
    );
    expect(situation).toMatchObject({ anchor: "cups-0", seeds: ["cups-0"] });
    expect(candidates.co_visitation).toBeGreaterThan(0);
    const total = first!.sources.reduce((sum, { contribution }) => sum + contribution, 0);
    expect(first!.sources[0]).toMatchObject({ source: "co_visitation", trust: expect.any(Number) });
    expect(first!.features["co_visitation.rr"]).toBeGreaterThan(0);
    // What sources that do not have it take away is not theirs to name.
    expect(total).toBeGreaterThanOrEqual(first!.ranker.score);
    const ranks = recommendation.explanations!.map(({ ranker }) => ranker.rank);
    expect(ranks).toContain(1);
  });

  test("says of an item that is not there why it is not", async () => {
    const wanted = ["cups-0", "cups-2", "rugs-5", "lamps-7", "nothing", "cups-1"];
    const rules = [rule({ kind: "exclude", target: { itemIds: ["cups-2"] } })];
    const asked = { limit: 3, filters: { maxPriceMinor: 1600 } };
    const { wanted: told, ids } = await explained(rules, asked, wanted);
    const verdicts = new Map(told.map(({ itemId, verdict }) => [itemId, verdict]));
    expect(verdicts.get("cups-0")).toEqual({ code: "filtered", refusal: "is_the_page" });
    expect(verdicts.get("cups-2")).toEqual({
      code: "filtered",
      refusal: "excluded_by_rule",
      rule: { id: "exclude-rule", name: "A exclude" },
    });
    expect(verdicts.get("rugs-5")).toMatchObject({ code: "ranked_below" });
    expect(verdicts.get("lamps-7")).toEqual({ code: "filtered", refusal: "outside_price_range" });
    expect(verdicts.get("nothing")).toEqual({ code: "filtered", refusal: "unknown_item" });
    expect(verdicts.get("cups-1")).toEqual({ code: "shown", position: ids.indexOf("cups-1") });
  });

  test("says when nothing leads to an item", async () => {
    const model = smallShop();
    model.catalogue.apply([product("kite", { categories: ["kites"], createdAt: 1 })]);
    const request = requestFor({ placement: "cart", cart: ["cups-0"], limit: 4 });
    const recommendation = await recommend(parts, { model, request, deadline: new Deadline(5000) });
    const { wanted } = explainAnswer(recommendation, ["kite"]);
    expect(wanted[0]!.verdict).toEqual({ code: "not_retrieved" });
  });
});

test("a preview shows before and after, and what moved, and changes nothing", async () => {
  const model = smallShop();
  const request = requestFor({ context: ["cups-0"], limit: 8 });
  const options = { model, request, deadline: new Deadline(5000) };
  const { before, after, moved } = await preview(parts, {
    ...options,
    rules: [pin(["rugs-7"], 0)],
  });
  expect(after.items[0]!.itemId).toBe("rugs-7");
  expect(moved[0]).toMatchObject({ itemId: "rugs-7", to: 0 });
  const out = before.items
    .map(({ itemId }) => itemId)
    .filter((id) => !after.items.some(({ itemId }) => itemId === id));
  expect(moved.filter(({ to }) => to === -1).map(({ itemId }) => itemId)).toEqual(out);
  expect(model.rules.all).toEqual([]);
  const same = await preview(parts, { ...options, rules: [] });
  expect(same.moved).toEqual([]);
});

test("with exploration off every slot is certain; a placement that is off shows nothing", async () => {
  const model = smallShop();
  const request = requestFor({ context: ["cups-0"], limit: 8 });
  const deadline = new Deadline(5000);
  const drawn = await recommend(parts, { model, request, deadline });
  expect(drawn.response.items.at(-1)!.propensity).toBeLessThan(1);
  model.switches.apply({ readAt: 1, off: ["exploration", "placement:search_rerank"] });
  const certain = await recommend(parts, { model, request, deadline });
  expect(certain.response.items.every(({ propensity }) => propensity === 1)).toBe(true);
  const search = requestFor({ placement: "search_rerank", candidates: ["rugs-1", "cups-2"] });
  const { response } = await recommend(parts, { model, request: search, deadline });
  expect(response).toMatchObject({ degraded: true, switchedOff: true });
  expect(response.items.map(({ itemId }) => itemId)).toEqual(["rugs-1", "cups-2"]);
  model.switches.apply({ readAt: 0, off: [] });
  expect(model.switches.isOn("exploration")).toBe(false);
});
