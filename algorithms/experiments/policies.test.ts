import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { type SlotDraw, slotValue } from "./drawn-slot.ts";
import { preferenceOf } from "./interleaving.ts";
import { doublyRobust, ips, type LoggedDecision, snips } from "./off-policy.ts";
import { teamDraft } from "./team-draft.ts";
import { betaPosterior, gaussianPosterior, thompsonShares } from "./thompson.ts";

const ALPHA = 0.05;

describe("interleaving", () => {
  const keyOf = (item: string) => item;

  test("each round both pick their best that is left; the coin says who begins", () => {
    const lists = [
      ["a", "b", "c", "d"],
      ["b", "e", "a", "f"],
    ] as const;
    const drafted = teamDraft(lists, { limit: 4, keyOf, random: () => 0.4 });
    expect(drafted).toEqual([
      { item: "a", team: 0 },
      { item: "b", team: 1 },
      { item: "c", team: 0 },
      { item: "e", team: 1 },
    ]);
    expect(teamDraft([["a"], []], { limit: 4, keyOf, random: () => 0.9 })).toHaveLength(1);
  });

  /** A ranker that puts the wanted item first against one that knows nothing. */
  function credits(seed: number, best: number) {
    const random = randomFrom([17, seed]);
    const known = { visitors: 0, first: 0, second: 0, squares: 0 };
    const items = ["a", "b", "c", "d", "e", "f"];
    for (let visitor = 0; visitor < 1_500; visitor++) {
      const wanted = items[random.below(items.length)]!;
      const shuffled = [...items].sort(() => random.unit() - 0.5);
      const knows = random.unit() < best;
      const second = knows
        ? [wanted, ...shuffled.filter((item) => item !== wanted)]
        : [...items].sort(() => random.unit() - 0.5);
      const list = teamDraft([shuffled, second], { limit: 3, keyOf, random: () => random.unit() });
      const click = list.find(({ item }) => item === wanted);
      known.visitors++;
      if (!click) continue;
      known[click.team === 0 ? "first" : "second"]++;
      known.squares++;
    }
    return preferenceOf(known, { plannedVisitors: 1_500, alpha: ALPHA });
  }

  test("the better ranker gets more credit; equals are told apart in at most 5 % of runs", () => {
    const better = credits(1, 0.5);
    expect(better.share).toBeGreaterThan(0.55);
    expect(better.low).toBeGreaterThan(0);
    let wrong = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { low, high } = credits(seed, 0);
      if (low > 0 || high < 0) wrong++;
    }
    expect(wrong / 200).toBeLessThanOrEqual(ALPHA);
  });
});

describe("arms that adapt", () => {
  const options = { draws: 2_000, floor: 0.05, random: randomFrom([19]) };

  test("shares add up, keep their floor, and follow what is known", () => {
    const even = thompsonShares([betaPosterior(0, 0), betaPosterior(0, 0)], options);
    expect(even[0]).toBeCloseTo(0.5, 1);
    const sure = thompsonShares([betaPosterior(1_000, 100), betaPosterior(1_000, 50)], options);
    expect(sure[0]).toBeCloseTo(0.95, 5);
    expect(sure[0]! + sure[1]!).toBeCloseTo(1, 10);
    const close = thompsonShares([gaussianPosterior(1, 0.01), gaussianPosterior(1.1, 0.01)], {
      ...options,
      floor: 0,
    });
    // By hand: P(N(0.1, 0.02) > 0) = Φ(0.7071) = 0.760.
    expect(close[1]).toBeCloseTo(0.76, 1);
  });

  test("over a run most visitors get the better arm", () => {
    const random = randomFrom([23]);
    const trials = [0, 0];
    const successes = [0, 0];
    const rates = [0.05, 0.1];
    for (let round = 0; round < 50; round++) {
      const posteriors = trials.map((count, arm) => betaPosterior(count, successes[arm]!));
      const shares = thompsonShares(posteriors, { draws: 200, floor: 0.05, random });
      for (let visitor = 0; visitor < 100; visitor++) {
        const arm = random.unit() < shares[0]! ? 0 : 1;
        trials[arm] = trials[arm]! + 1;
        if (random.unit() < rates[arm]!) successes[arm] = successes[arm]! + 1;
      }
    }
    expect(trials[1]! / 5_000).toBeGreaterThan(0.8);
  });
});

describe("other policies, from the log", () => {
  const rates = [0.1, 0.3, 0.2];
  const logging = [0.6, 0.3, 0.1];
  const target = [0.1, 0.2, 0.7];
  const truth = target.reduce((sum, share, action) => sum + share * rates[action]!, 0);
  /** A model of rewards that is wrong. */
  const expected = [0.15, 0.2, 0.25];
  const expectedOfTarget = target.reduce((sum, share, at) => sum + share * expected[at]!, 0);

  function logOf(seed: number, decisions: number): LoggedDecision[] {
    const random = randomFrom([29, seed]);
    return Array.from({ length: decisions }, () => {
      const point = random.unit();
      const action = point < 0.6 ? 0 : point < 0.9 ? 1 : 2;
      return {
        reward: random.unit() < rates[action]! ? 1 : 0,
        propensity: logging[action]!,
        target: target[action]!,
        expectedOfDone: expected[action]!,
        expectedOfTarget,
      };
    });
  }

  test.each([
    { name: "IPS", estimate: ips },
    { name: "SNIPS", estimate: snips },
    { name: "doubly robust", estimate: doublyRobust },
  ])("$name is right in the mean, and its interval holds the truth", ({ estimate }) => {
    const runs = 500;
    let sum = 0;
    let held = 0;
    for (let seed = 0; seed < runs; seed++) {
      const { value, low, high, effective } = estimate(logOf(seed, 1_000));
      sum += value;
      if (low <= truth && truth <= high) held++;
      expect(effective).toBeLessThan(1_000);
    }
    expect(sum / runs).toBeCloseTo(truth, 2);
    expect(held / runs).toBeGreaterThan(0.92);
  });

  test("weights by hand: 2 rewards of weight 2 and ½, one decision of weight 1 without", () => {
    const log = [
      { reward: 1, propensity: 0.25, target: 0.5 },
      { reward: 1, propensity: 0.5, target: 0.25 },
      { reward: 0, propensity: 0.5, target: 0.5 },
    ];
    expect(ips(log).value).toBeCloseTo(2.5 / 3, 10);
    expect(snips(log).value).toBeCloseTo(2.5 / 3.5, 10);
    expect(ips(log).effective).toBeCloseTo(3.5 ** 2 / 5.25, 10);
  });
});

describe("another ranker's choice of a slot that is drawn", () => {
  const POOL = 8;
  /** How often each item would be pressed; whoever logs thinks well of the wrong ones. */
  const rates = Array.from({ length: POOL }, (_, item) => 0.05 + 0.05 * item);
  const weights = rates.map((_, item) => Math.exp(-item / 3));
  const total = weights.reduce((sum, weight) => sum + weight, 0);

  /** Items stand in another order in each draw, so that no place tells what lies there. */
  function world(seed: number, size: number) {
    const random = randomFrom([31, seed]);
    const items: number[][] = [];
    const draws = Array.from({ length: size }, (): SlotDraw => {
      const order = rates.map((_, item) => item);
      for (let at = POOL - 1; at > 0; at--) {
        const other = random.below(at + 1);
        [order[at], order[other]] = [order[other]!, order[at]!];
      }
      items.push(order);
      const chances = order.map((item) => weights[item]! / total);
      let left = random.unit();
      const drawn = chances.findIndex((chance) => {
        left -= chance;
        return left < 0;
      });
      const at = drawn < 0 ? POOL - 1 : drawn;
      return { chances, drawn: at, reward: random.unit() < rates[order[at]!]! ? 1 : 0 };
    });
    const choosing = (item: number) => items.map((order) => order.indexOf(item));
    return { draws, choosing };
  }

  test.each([
    { name: "the best", item: POOL - 1 },
    { name: "the log's own favourite", item: 0 },
  ])("$name: right in the mean, and held by the intervals", ({ item }) => {
    const runs = 200;
    const sums = { ips: 0, snips: 0, robust: 0 };
    const held = { ips: 0, snips: 0, robust: 0 };
    const truth = rates[item]!;
    for (let seed = 0; seed < runs; seed++) {
      const { draws, choosing } = world(seed, 4_000);
      const value = slotValue(draws, choosing(item));
      expect(value.impossible).toBe(0);
      for (const name of ["ips", "snips", "robust"] as const) {
        sums[name] += value[name].value / runs;
        if (value[name].low <= truth && truth <= value[name].high) held[name]++;
      }
    }
    for (const name of ["ips", "snips", "robust"] as const) {
      expect(Math.abs(sums[name] - truth)).toBeLessThan(0.02);
      expect(held[name] / runs).toBeGreaterThan(0.9);
    }
  });

  test("what was never drawn has no value: its share is told, and the others' value stands", () => {
    const { draws, choosing } = world(1, 4_000);
    const choices = choosing(POOL - 1);
    // In every fourth draw its favourite was not among what could be drawn.
    const some = choices.map((choice, at) => (at % 4 === 0 ? -1 : choice));
    const value = slotValue(draws, some);
    expect(value.impossible).toBe(0.25);
    expect(value.snips.low).toBeLessThan(rates[POOL - 1]!);
    expect(value.snips.high).toBeGreaterThan(rates[POOL - 1]!);
    const none = slotValue(draws, new Int32Array(draws.length).fill(-1));
    expect(none).toMatchObject({ impossible: 1, agreed: 0, rewards: 0, effective: 0 });
  });

  test("by hand: two of four agree, at chances of ½ and ¼, one with a reward", () => {
    const draws = [
      { chances: [0.5, 0.5], drawn: 0, reward: 1 },
      { chances: [0.25, 0.75], drawn: 0, reward: 0 },
      { chances: [0.5, 0.5], drawn: 1, reward: 1 },
      { chances: [0.5, 0.5], drawn: 1, reward: 0 },
    ];
    const value = slotValue(draws, [0, 0, 0, 0]);
    expect(value).toMatchObject({ agreed: 2, rewards: 1 });
    expect(value.ips.value).toBeCloseTo(2 / 4, 10);
    expect(value.snips.value).toBeCloseTo(2 / 6, 10);
    expect(value.effective).toBeCloseTo(6 ** 2 / (4 + 16), 10);
  });
});
