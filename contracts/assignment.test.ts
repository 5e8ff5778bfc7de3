import { expect, test } from "vitest";
import { assign, isTriedAt, keptForAll, type ServedExperiment, trueArms } from "./assignment.ts";
import { doOverlap, pointInLayer, rampShare, type Targeting } from "./experiments.ts";

const NOW = Date.UTC(2026, 10, 30);
const HOUR_MS = 3_600_000;

const experiment = (name: string, more: Partial<ServedExperiment> = {}): ServedExperiment => ({
  ...{ name, kind: "fixed", layer: "rails", salt: name, layerFrom: 0, layerShare: 1, ramp: [] },
  shareSteps: [],
  arms: [
    { name: "now", share: 0.5, settings: {} },
    { name: "short", share: 0.5, settings: { cards: 4 } },
  ],
  targeting: { placements: ["trending"] },
  startedAtMs: NOW,
  ...more,
});
/** Ids of version 7 begin with their time. */
const idOf = (ms: number, rest = 0) => {
  const time = ms.toString(16).padStart(12, "0");
  const last = rest.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${last}`;
};
const visitors = Array.from({ length: 4_000 }, (_, index) => `v${index}`);
const traits = { signedIn: false, country: "DE", language: "de", device: "phone" } as const;

/** How many of the visitors are in each arm, by `experiment arm`. */
function countsOf(experiments: readonly ServedExperiment[], nowMs = NOW): Map<string, number> {
  const counts = new Map<string, number>();
  for (const visitorId of visitors) {
    const { arms } = assign(experiments, { visitorId, traits, placement: "trending", nowMs });
    const key = Object.entries(arms).flat().join(" ");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

test("experiments of one layer never share a visitor; those of two are independent", () => {
  const halves = countsOf([
    experiment("one", { layerShare: 0.5 }),
    experiment("two", { layerFrom: 0.5, layerShare: 0.5 }),
  ]);
  expect([...halves.keys()].sort()).toEqual(["one now", "one short", "two now", "two short"]);
  for (const count of halves.values()) expect(Math.abs(count - 1_000)).toBeLessThan(130);
  const crossed = countsOf([experiment("one"), experiment("two", { layer: "other" })]);
  expect(crossed.size).toBe(4);
  for (const count of crossed.values()) expect(Math.abs(count - 1_000)).toBeLessThan(130);
});

test("a ramp lets in more and more, and keeps whoever was in", () => {
  const ramp = [
    { hours: 0, share: 0.1 },
    { hours: 24, share: 0.5 },
  ];
  expect([-1, 0, 23, 24].map((hours) => rampShare(ramp, NOW, NOW + hours * HOUR_MS))).toEqual([
    0, 0.1, 0.1, 0.5,
  ]);
  const slow = [experiment("slow", { ramp })];
  const armsAt = (visitorId: string, nowMs: number) =>
    assign(slow, { visitorId, traits, placement: "trending", nowMs }).arms;
  const early = visitors.filter((visitorId) => armsAt(visitorId, NOW).slow);
  expect(Math.abs(early.length - 400)).toBeLessThan(80);
  for (const visitorId of early) {
    expect(armsAt(visitorId, NOW + 24 * HOUR_MS)).toEqual(armsAt(visitorId, NOW));
  }
  expect(Math.abs(countsOf(slow, NOW + 24 * HOUR_MS).get("")! - 2_000)).toBeLessThan(160);
});

test("whoever is not meant is in no arm", () => {
  const isIn = (targeting: Partial<Targeting>, visitorId = "v1") => {
    const experiments = [
      experiment("a", { targeting: { placements: ["trending"], ...targeting } }),
    ];
    const who = { visitorId, traits, placement: "trending", nowMs: NOW } as const;
    return assign(experiments, who).arms.a !== undefined;
  };
  expect(isIn({ placements: ["similar"] })).toBe(false);
  expect(isIn({ signedIn: true })).toBe(false);
  expect(isIn({ signedIn: false, countries: ["CH", "DE"], devices: ["phone"] })).toBe(true);
  expect(isIn({ languages: ["en"] })).toBe(false);
  expect(isIn({ visitors: "new" }, idOf(NOW - HOUR_MS))).toBe(true);
  expect(isIn({ visitors: "new" }, idOf(NOW - 25 * HOUR_MS))).toBe(false);
  expect(isIn({ visitors: "returning" }, idOf(NOW - 25 * HOUR_MS))).toBe(true);
});

test("an event keeps the arms that its visitor has, and no others", () => {
  const experiments = [
    experiment("fixed"),
    experiment("adaptive", { kind: "adaptive", layer: "other" }),
    experiment("both", { kind: "interleaved", layer: "third" }),
    experiment("over", { keptArm: "short" }),
  ];
  const who = { visitorId: "v7", nowMs: NOW };
  const { arms } = assign(experiments, { ...who, traits, placement: "trending" });
  expect(arms).toEqual({
    ...{ fixed: expect.any(String), adaptive: expect.any(String), both: "interleaved" },
  });
  expect(trueArms(experiments, arms, who)).toEqual({ arms, propensities: { adaptive: 0.5 } });
  const other = arms.fixed === "now" ? "short" : "now";
  const claimed = { fixed: other, both: "short", over: "short", nothing: "now" };
  expect(trueArms(experiments, claimed, who)).toEqual({
    arms: { both: "short" },
    propensities: {},
  });
  expect(trueArms(experiments, { both: "nobody" }, who).arms).toEqual({});
});

test("shares that change move nobody: each has the chance of when they came", () => {
  const first = { fromMs: 0, shares: [0.5, 0.5] };
  const steps = [first, { fromMs: NOW + HOUR_MS, shares: [0.1, 0.9] }];
  const adaptive = (shareSteps: ServedExperiment["shareSteps"]) => [
    experiment("adaptive", { kind: "adaptive", shareSteps }),
  ];
  const armOf = (experiments: ServedExperiment[], visitorId: string) => {
    const who = { visitorId, nowMs: NOW + 2 * HOUR_MS };
    const { arms } = assign(experiments, { ...who, traits, placement: "trending" });
    expect(trueArms(experiments, arms, who).arms).toEqual(arms);
    const { propensities } = trueArms(experiments, arms, who);
    return { arm: arms.adaptive, propensity: propensities.adaptive };
  };
  let short = 0;
  for (let visitor = 0; visitor < 1_000; visitor++) {
    for (const cameAtMs of [NOW - HOUR_MS, NOW + HOUR_MS - 1]) {
      const early = idOf(cameAtMs, visitor);
      const before = armOf(adaptive([]), early);
      expect(armOf(adaptive(steps), early)).toEqual({ arm: before.arm, propensity: 0.5 });
    }
    const { arm, propensity } = armOf(adaptive(steps), idOf(NOW + HOUR_MS, visitor));
    expect(propensity).toBe(arm === "short" ? 0.9 : 0.1);
    if (arm === "short") short++;
  }
  expect(Math.abs(short / 1_000 - 0.9)).toBeLessThan(0.03);
});

test("what is kept for everybody holds without consent, and is tried on nobody", () => {
  const kept = experiment("kept", { keptArm: "short" });
  const german = experiment("german", {
    keptArm: "short",
    arms: [{ name: "short", share: 1, settings: { title: "Kurz" } }],
    targeting: { placements: ["trending"], languages: ["de"], countries: [] },
  });
  expect(keptForAll([kept, german], "trending")).toEqual({
    ...{ arms: {}, settings: { cards: 4 }, isForAll: true },
  });
  expect(keptForAll([kept], "similar").settings).toEqual({});
  expect(isTriedAt([kept], "trending")).toBe(false);
  expect(isTriedAt([kept, german], "trending")).toBe(true);
  expect(isTriedAt([kept, experiment("runs")], "trending")).toBe(true);
  expect(isTriedAt([experiment("runs")], "similar")).toBe(false);
  const who = { visitorId: "v1", traits, placement: "trending", nowMs: NOW } as const;
  expect(assign([kept], who)).toEqual(keptForAll([kept], "trending"));
  expect(assign([kept, german], who)).toEqual({
    ...{ arms: {}, settings: { cards: 4, title: "Kurz" }, isForAll: false },
  });
});

test("an arm that is called interleaved is an arm like others", () => {
  const misnamed = experiment("misnamed", {
    arms: [
      { name: "interleaved", share: 1, settings: { cards: 4 } },
      { name: "other", share: 0, settings: {} },
    ],
  });
  const who = { visitorId: "v1", nowMs: NOW };
  expect(assign([misnamed], { ...who, traits, placement: "trending" })).toEqual({
    ...{ arms: { misnamed: "interleaved" }, settings: { cards: 4 }, isForAll: false },
  });
  expect(trueArms([misnamed], { misnamed: "other" }, who).arms).toEqual({});
});

test("two that change the same thing of the same rail overlap", () => {
  const of = (settings: Record<string, unknown>, placement: "trending" | "similar" = "trending") =>
    experiment("x", {
      targeting: { placements: [placement] },
      arms: [{ name: "a", share: 1, settings }],
    });
  expect(doOverlap(of({ cards: 4 }), of({ cards: 8 }))).toBe(true);
  expect(doOverlap(of({ cards: 4 }), of({ title: "A" }))).toBe(false);
  expect(doOverlap(of({ cards: 4 }), of({ cards: 8 }, "similar"))).toBe(false);
  expect(doOverlap(of({ shown: false }), of({ title: "A" }))).toBe(true);
  const ranked = { ...of({ diversity: 0 }), kind: "interleaved" } as const;
  const trained = { ...of({ ranker: "trained" }), kind: "interleaved" } as const;
  expect(doOverlap(ranked, trained)).toBe(true);
  expect(doOverlap(ranked, { ...trained, kind: "fixed" })).toBe(false);
  expect(pointInLayer("rails", "v1")).not.toBe(pointInLayer("other", "v1"));
});
