import { randomFrom } from "@slipstream/algorithms/random";
import { latencyBin, type ModelFigures, noFigures } from "@slipstream/contracts/model-figures";
import { describe, expect, test } from "vitest";
import { judgeCanary, judgeChampion } from "./judge.ts";
import { championWindows } from "./windows.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Of a simulated champion: its visits come between two looks. */
const LOOK_MS = 2.5 * MINUTE_MS;
const VISITS_A_LOOK = 24;
const at = {
  ...{ version: "2", share: 0.01, alpha: 0.0025 },
  ...{ sinceMs: 0, nowMs: 60 * MINUTE_MS, stepMs: 30 * MINUTE_MS },
};

/** A world of visits and answers, drawn bit by bit. */
class World {
  readonly canary = noFigures();
  readonly champion = noFigures();
  readonly #random;

  constructor(seed: number, random = randomFrom([seed])) {
    this.#random = random;
  }

  /** What was seen elsewhere was seen here too. */
  add(canary: ModelFigures): void {
    for (const key of [
      "predicted",
      "reciprocal",
      "championReciprocal",
      "differenceSquares",
    ] as const)
      this.canary[key] += canary[key];
  }

  #chance(share: number): boolean {
    return this.#random.unit() < share;
  }

  /** Reciprocal ranks of one visit: the champion's, and the canary's, which knows as often or not. */
  visits(count: number, knows: number, canaryKnows: number): this {
    for (let visit = 0; visit < count; visit++) {
      const champion = this.#chance(knows) ? 1 / (1 + this.#random.below(4)) : 0;
      const own = this.#chance(canaryKnows) ? 1 / (1 + this.#random.below(4)) : 0;
      this.canary.predicted++;
      this.canary.reciprocal += own;
      this.canary.championReciprocal += champion;
      this.canary.differenceSquares += (champion - own) ** 2;
    }
    return this;
  }

  answers(
    side: "canary" | "champion",
    count: number,
    each: { failed?: number; clicked?: number; ms?: () => number } = {},
  ): this {
    const figures: ModelFigures = this[side];
    for (let answer = 0; answer < count; answer++) {
      figures.answers++;
      figures.failed += Number(this.#chance(each.failed ?? 0));
      figures.clicked += Number(this.#chance(each.clicked ?? 0.1));
      const usual = () => 2 + 10 * this.#random.unit() ** 3;
      figures.latency[latencyBin((each.ms ?? usual)())]!++;
    }
    return this;
  }
}

const judge = (world: World, values: Partial<typeof at> = {}) =>
  judgeCanary(world, { ...at, ...values });
const breached = (world: World) =>
  judge(world)
    .guardrails.filter(({ state }) => state === "breached")
    .map(({ name }) => name);

describe("a bad canary goes back", () => {
  test.each<[string, string, (world: World) => World]>([
    ["quality", "random scores", (world) => world.visits(80, 0.7, 0.1)],
    [
      "errors",
      "one answer in five fails",
      (world) => world.answers("canary", 120, { failed: 0.2 }).answers("champion", 1000),
    ],
    [
      "latency",
      "one answer in five is slow",
      (world) =>
        world
          .answers("champion", 2000)
          .answers("canary", 160)
          .answers("canary", 40, { ms: () => 60 }),
    ],
    [
      "clicks",
      "half as many clicks",
      (world) =>
        world.answers("champion", 8000, { clicked: 0.2 }).answers("canary", 2000, { clicked: 0.1 }),
    ],
  ])("%s: %s", (name, _, fill) => {
    const world = fill(new World(7));
    expect(breached(world)).toEqual([name]);
    const { verdict, reason } = judge(world);
    expect(verdict).toBe("back");
    expect(reason).toContain(name);
  });

  test("whatever its share, and before its time", () => {
    const world = new World(8).visits(80, 0.7, 0.1);
    expect(judge(world, { share: 0.5, nowMs: 10_000 }).verdict).toBe("back");
  });
});

test("one as good is not taken back although it is looked at after every ten visits", () => {
  let taken = 0;
  for (let seed = 0; seed < 200; seed++) {
    const world = new World(seed);
    for (let look = 0; look < 100 && breached(world).length === 0; look++) {
      world.visits(10, 0.6, 0.6).answers("canary", 4).answers("champion", 20);
    }
    if (breached(world).length > 0) taken++;
  }
  expect(taken / 200).toBeLessThanOrEqual(0.02);
});

describe("a good canary goes on", () => {
  const good = () =>
    new World(3).visits(400, 0.6, 0.62).answers("canary", 60).answers("champion", 2000);

  test("to the next share, when it was looked at for long enough", () => {
    expect(judge(good()).verdict).toBe("step");
    expect(judge(good(), { nowMs: 29 * MINUTE_MS })).toMatchObject({ verdict: "hold" });
  });

  test("not before enough visits were predicted, nor while one guardrail gives doubt", () => {
    expect(judge(new World(3).visits(100, 0.6, 0.6)).reason).toMatch(/too few visits/);
    const few = new World(3).visits(400, 0.6, 0.62).answers("canary", 20);
    expect(judge(few).reason).toMatch(/too few answers/);
    const doubtful = new World(5).visits(220, 0.6, 0.52).answers("canary", 60);
    expect(judge(doubtful)).toMatchObject({ verdict: "hold" });
    expect(judge(doubtful).reason).toMatch(/quality may be worse/);
  });

  test("the last step is a person's", () => {
    expect(judge(good(), { share: 0.5 })).toMatchObject({ verdict: "hold" });
  });
});

describe("a champion", () => {
  const judged = (windows: readonly World[], nowMs = 0) =>
    judgeChampion(
      championWindows({ sinceMs: 0, nowMs }).map(({ alpha }, at) => {
        return { seen: windows[at]!.canary, alpha };
      }),
      { version: "2" },
    );

  test("of random scores goes, also when it was good for a week before", () => {
    const bad = () => new World(9).visits(80, 0.7, 0.1);
    expect(judged([bad(), bad(), bad()]).verdict).toBe("back");
    const good = () => new World(10).visits(20_000, 0.6, 0.62).visits(80, 0.7, 0.1);
    const { verdict, reason } = judged([good(), good(), bad()], 6.5 * DAY_MS);
    expect(verdict).toBe("back");
    expect(reason).toMatch(/^quality: .* beside the blend's /);
  });

  test("that a shop of few visits finds worse within a week goes by the week's sum", () => {
    const few = () => new World(13).visits(60, 0.6, 0.35);
    const week = new World(12).visits(420, 0.6, 0.35);
    expect(judged([week, few(), new World(1)], 6.5 * DAY_MS).verdict).toBe("back");
    expect(judged([new World(1), few(), new World(1)], 6.5 * DAY_MS).verdict).toBe("hold");
  });

  test("that has predicted next to nothing stays", () => {
    const little = () => new World(1).visits(20, 1, 0);
    expect(judged([little(), little(), new World(1)]).verdict).toBe("hold");
  });

  test("has windows that follow each other, and never spend more than one in a hundred", () => {
    const sinceMs = 1_767_225_614_321;
    const [week, day, minutes] = championWindows({ sinceMs, nowMs: sinceMs + 8.5 * DAY_MS });
    const from = sinceMs - (sinceMs % MINUTE_MS);
    expect(week).toEqual({ fromMs: from + 7 * DAY_MS, alpha: 0.01 / 3 / (2 * 3) });
    expect(day).toEqual({ fromMs: from + 8 * DAY_MS, alpha: 0.01 / 3 / (9 * 10) });
    expect(minutes!.fromMs).toBe(from + 8.5 * DAY_MS);
    let spent = 0;
    for (let past = 0; past < 2_000; past++) {
      spent += championWindows({ sinceMs: 0, nowMs: past * 7 * DAY_MS })[0]!.alpha;
    }
    expect(spent).toBeLessThan(0.01 / 3);
    expect(spent).toBeGreaterThan(0.99 * (0.01 / 3));
  });

  /** Whether a champion is taken back that is worse by just what is allowed, looked at all the time. */
  function isTakenBack(seed: number, days: number): boolean {
    const random = randomFrom([41, seed]);
    const open = new Map<number, { fromMs: number; world: World }>();
    for (let nowMs = 0; nowMs < days * DAY_MS; nowMs += LOOK_MS) {
      const windows = championWindows({ sinceMs: 0, nowMs }).map(({ fromMs }, scale) => {
        const known = open.get(scale);
        const own = known?.fromMs === fromMs ? known : { fromMs, world: new World(0, random) };
        open.set(scale, own);
        return own.world;
      });
      const visits = new World(0, random).visits(VISITS_A_LOOK, 0.6, 0.57);
      for (const world of windows) world.add(visits.canary);
      if (judged(windows, nowMs).verdict === "back") return true;
    }
    return false;
  }

  test("at the edge of what is allowed stays for a week in 99 of 100 runs", () => {
    let taken = 0;
    for (let seed = 0; seed < 100; seed++) taken += Number(isTakenBack(seed, 7));
    expect(taken / 100).toBeLessThanOrEqual(0.01);
  });
});
