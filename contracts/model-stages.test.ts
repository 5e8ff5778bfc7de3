import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canaryShares,
  modelStages,
  nextShare,
  type PlannedMove,
  planStages,
  type StagedModel,
  type StageWish,
} from "./model-stages.ts";

const model = (version: string, values: Partial<StagedModel> = {}): StagedModel => ({
  ...{ version, stage: "candidate", trafficShare: 0, championedAt: null, featureHash: null },
  ...values,
});
const champion = (version: string, at: number) =>
  model(version, { stage: "champion", trafficShare: 1, championedAt: new Date(at) });
const retired = (version: string, at?: number) =>
  model(version, { stage: "retired", championedAt: at === undefined ? null : new Date(at) });

let clock = 1_000;
/** What the database does with a plan. */
function applied(rows: readonly StagedModel[], moves: readonly PlannedMove[]): StagedModel[] {
  const moved = new Map(moves.map((move) => [move.version, move]));
  return rows.map((row) => {
    const move = moved.get(row.version);
    if (move === undefined) return row;
    const { crowned, disgraced, kept } = {
      crowned: new Date(clock++),
      disgraced: null,
      kept: row.championedAt,
    };
    return { ...row, ...move.to, championedAt: { crowned, disgraced, kept }[move.laurels] };
  });
}
const move = (rows: readonly StagedModel[], wish: StageWish) =>
  applied(rows, planStages(rows, wish));
const stagesOf = (rows: readonly StagedModel[]) =>
  Object.fromEntries(rows.map(({ version, stage }) => [version, stage]));
const codeOf = (rows: readonly StagedModel[], wish: StageWish) => {
  try {
    planStages(rows, wish);
    return "fine";
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe("the way to production", () => {
  test("candidate, shadow, canary in its steps, champion, retired", () => {
    let rows = [champion("1", 1), model("2")];
    rows = move(rows, { version: "2", to: "shadow" });
    for (const [at, share] of canaryShares.entries()) {
      const trafficShare = at === 0 ? undefined : share;
      rows = move(rows, { version: "2", to: "canary", trafficShare });
      expect(rows[1]).toMatchObject({ stage: "canary", trafficShare: share });
      expect(nextShare(share)).toBe(canaryShares[at + 1]);
    }
    rows = move(rows, { version: "2", to: "champion" });
    expect(stagesOf(rows)).toEqual({ 1: "retired", 2: "champion" });
    expect(move(rows, { version: "2", to: "retired" })[1]).toMatchObject({ trafficShare: 0 });
  });

  test("a new shadow or canary takes the place of the one before", () => {
    let rows = [model("1"), model("2"), model("3")];
    rows = move(rows, { version: "1", to: "canary", trafficShare: 0.25 });
    rows = move(rows, { version: "2", to: "shadow" });
    rows = move(rows, { version: "3", to: "canary" });
    rows = move(rows, { version: "1", to: "shadow" });
    expect(stagesOf(rows)).toEqual({ 1: "shadow", 2: "candidate", 3: "canary" });
  });

  test("what is so already changes nothing; what cannot be is refused", () => {
    const rows = [champion("1", 1), model("2")];
    expect(planStages(rows, { version: "1", to: "champion" })).toEqual([]);
    expect(codeOf(rows, { version: "9", to: "shadow" })).toBe("unknown_model");
    expect(codeOf(rows, { version: "1", to: "shadow" })).toBe("stage_not_reachable");
    expect(codeOf(rows, { version: "2", to: "canary", trafficShare: 0.3 })).toBe("invalid_share");
    expect(codeOf(rows, { version: "2", to: "shadow", trafficShare: 0.5 })).toBe("invalid_share");
    expect(codeOf(rows, { version: "2", to: "champion", ifChampion: null })).toBe(
      "champion_changed",
    );
    const ifFrom = { stage: "canary", trafficShare: 0.01 } as const;
    expect(codeOf(rows, { version: "2", to: "candidate", ifFrom })).toBe("stage_changed");
    expect(codeOf([model("2")], { rollback: true })).toBe("nothing_to_roll_back");
  });
});

describe("the way back", () => {
  test("a canary first, and its champion stays", () => {
    const canary = model("2", { stage: "canary", trafficShare: 0.05 });
    expect(stagesOf(move([champion("1", 1), canary], { rollback: true }))).toEqual({
      1: "champion",
      2: "candidate",
    });
  });

  test("of a champion that is named takes that one back, beside a canary too", () => {
    const rows = [
      retired("1", 1),
      champion("2", 2),
      model("3", { stage: "canary", trafficShare: 0.05 }),
    ];
    expect(stagesOf(move(rows, { rollback: true, champion: "2" }))).toEqual({
      ...{ "1": "champion", "2": "retired", "3": "canary" },
    });
    expect(codeOf(rows, { rollback: true, champion: "1" })).toBe("champion_changed");
  });

  test("then the champions before, one after the other, never one that was rolled back; at last none", () => {
    let rows = [retired("1", 1), retired("2", 2), retired("never"), champion("3", 3)];
    rows = move(rows, { rollback: true });
    expect(stagesOf(rows)).toMatchObject({ 2: "champion", 3: "retired" });
    rows = move(rows, { rollback: true });
    expect(stagesOf(rows)).toMatchObject({ 1: "champion", 2: "retired", 3: "retired" });
    rows = move(rows, { rollback: true });
    expect(Object.values(stagesOf(rows))).toEqual(Array(4).fill("retired"));
    expect(codeOf(rows, { rollback: true })).toBe("nothing_to_roll_back");
  });

  test("the old one is written before the new one: never two champions", () => {
    const rows = [retired("1", 1), champion("2", 2)];
    expect(planStages(rows, { rollback: true }).map(({ version }) => version)).toEqual(["2", "1"]);
  });
});

test("whatever is wished, in whatever order: one champion, canary and shadow at most", () => {
  const versions = ["1", "2", "3", "4"];
  const wish: fc.Arbitrary<StageWish> = fc.oneof(
    fc.constant({ rollback: true as const }),
    fc.record({
      version: fc.constantFrom(...versions),
      to: fc.constantFrom(...modelStages),
      trafficShare: fc.constantFrom(undefined, ...canaryShares),
    }),
  );
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 30 }), (wishes) => {
      let rows = versions.map((version) => model(version));
      for (const each of wishes) {
        if (codeOf(rows, each) === "fine") rows = move(rows, each);
        for (const stage of ["champion", "canary", "shadow"]) {
          expect(rows.filter((row) => row.stage === stage).length).toBeLessThanOrEqual(1);
        }
        for (const { stage, trafficShare } of rows) {
          const allowed = { champion: [1], canary: canaryShares }[stage as string] ?? [0];
          expect(allowed).toContain(trafficShare);
        }
      }
    }),
  );
});
