import { describe, expect, test } from "vitest";
import { queryOf } from "../testing/asked.ts";
import { Engine, type Retrieval } from "./engine.ts";
import type { Interaction } from "./query.ts";
import type { RowScores } from "./row-scores.ts";
import type { Source } from "./source.ts";

/** A source that says what it was given. */
class Fixed implements Source {
  readonly name: string;
  readonly observed: Interaction[] = [];
  readonly #scores: Readonly<Record<number, number>>;
  readonly #trusts: Readonly<Record<number, number>>;

  constructor(
    name: string,
    scores: Readonly<Record<number, number>>,
    trusts: Readonly<Record<number, number>> = {},
  ) {
    this.name = name;
    this.#scores = scores;
    this.#trusts = trusts;
  }

  observe(event: Interaction): void {
    this.observed.push(event);
  }

  score(_query: unknown, scores: RowScores): void {
    for (const [row, score] of Object.entries(this.#scores)) scores.set(Number(row), score);
  }

  trustOf(_query: unknown, row: number): number {
    return this.#trusts[row] ?? 1;
  }
}

function tableOf(sources: readonly Source[], retrieval: Partial<Retrieval> = {}) {
  return new Engine(sources, []).table(queryOf(), { perSource: 99, ...retrieval });
}

/** Values of one column, in the order of the rows. */
function column(table: ReturnType<typeof tableOf>, name: string): number[] {
  const at = table.names.indexOf(name);
  return Array.from(table.rows, (_, row) => table.values[row * table.names.length + at]!);
}

test("there is room behind the engine's own columns where it is asked for, never less than for them", () => {
  const sources = [new Fixed("one", { 0: 3, 1: 1 })];
  const own = tableOf(sources);
  const wide = tableOf(sources, { names: [...own.names, "more"] });
  for (const name of own.names) expect(column(wide, name)).toEqual(column(own, name));
  expect(column(wide, "more")).toEqual([0, 0]);
  expect(() => tableOf(sources, { names: own.names.slice(1) })).toThrow(RangeError);
});

describe("features", () => {
  const sources = [
    new Fixed("co_visitation", { 0: 3, 1: 1 }),
    new Fixed("trending", { 2: 5 }),
    new Fixed("session_knn", {}),
  ];

  test("by hand: z, reciprocal rank and score per source, rows in order of first mention", () => {
    const table = tableOf(sources);
    expect(table.names).toEqual(
      ["co_visitation", "trending", "session_knn"].flatMap((name) => [
        `${name}.z`,
        `${name}.rr`,
        `${name}.score`,
      ]),
    );
    expect([...table.rows]).toEqual([0, 1, 2]);
    expect(column(table, "co_visitation.z")).toEqual([1, -1, -1.5]);
    expect(column(table, "co_visitation.rr")).toEqual([1, 0.5, 0]);
    expect(column(table, "co_visitation.score")).toEqual([3, 1, Number.NaN]);
    expect(column(table, "trending.z")).toEqual([-0.5, -0.5, 0]);
    expect(column(table, "trending.rr")).toEqual([0, 0, 1]);
    expect(column(table, "session_knn.z")).toEqual([0, 0, 0]);
  });

  test("z is of logarithms where all scores are above 0, else of the scores", () => {
    // Logarithms 2, 1, 0 and scores 2, 1, 0: mean 1, deviation √(2/3).
    for (const scores of [
      { 0: Math.E ** 2, 1: Math.E, 2: 1 },
      { 0: 2, 1: 1, 2: 0 },
    ]) {
      const [first, second, third] = column(tableOf([new Fixed("s", scores)]), "s.z");
      expect(first).toBeCloseTo(Math.sqrt(1.5), 6);
      expect(second).toBeCloseTo(0, 6);
      expect(third).toBeCloseTo(-Math.sqrt(1.5), 6);
    }
  });

  test("a source that trusts its candidate little gives it little of its rank", () => {
    const table = tableOf([new Fixed("s", { 0: 2, 1: 1 }, { 0: 0.25 })]);
    expect(column(table, "s.rr")).toEqual([0.25, 0.5]);
  });

  test("equal scores share the mean of their ranks", () => {
    const table = tableOf([new Fixed("s", { 0: 5, 1: 3, 2: 3, 3: 3, 4: 1 })]);
    const ranks = column(table, "s.rr").map((reciprocal) => 1 / reciprocal);
    expect(ranks[0]).toBe(1);
    for (const tied of ranks.slice(1, 4)) expect(tied).toBeCloseTo(3, 6);
    expect(ranks[4]).toBeCloseTo(5, 6);
  });

  test("an item that a source cannot score stands where those stand that it did not propose", () => {
    const source = new Fixed("s", { 0: 2, 1: 1 });
    const any = Object.assign(source, {
      scoreOf: (_: unknown, row: number) => (row === 3 ? Number.NaN : 1.5),
    });
    const table = tableOf([any, new Fixed("other", { 2: 1, 3: 1 })]);
    const [, lowest, between, absent] = column(table, "s.z");
    expect(between).toBeGreaterThan(lowest!);
    expect(absent).toBeCloseTo(lowest! - 0.5, 6);
    expect(column(table, "s.score")[3]).toBeNaN();
  });

  test("no candidates, no rows", () => {
    expect(tableOf([]).rows).toHaveLength(0);
    expect(tableOf([new Fixed("s", {})]).rows).toHaveLength(0);
  });
});

describe("retrieval", () => {
  const sources = [new Fixed("a", { 0: 3, 1: 2, 2: 1 }), new Fixed("b", { 2: 9, 5: 8 })];

  test("takes so many of each source, and no item twice", () => {
    expect([...tableOf(sources, { perSource: 2 }).rows]).toEqual([0, 1, 2, 5]);
  });

  test("what may not be shown leaves its place to the next", () => {
    const engine = new Engine(sources, []);
    const table = engine.table(queryOf(), { perSource: 2, accepts: (row) => row !== 1 });
    expect([...table.rows]).toEqual([0, 2, 5]);
    expect([...engine.proposedBy("a")]).toEqual([0, 2]);
  });

  test("a source that is not asked has its columns, and nothing in them", () => {
    const table = new Engine(sources, []).table(queryOf(), {
      perSource: 9,
      asks: ({ name }) => name === "b",
    });
    expect([...table.rows]).toEqual([2, 5]);
    expect(column(table, "a.z")).toEqual([0, 0]);
    expect(column(table, "a.score")).toEqual([Number.NaN, Number.NaN]);
  });

  test("one answer leaves nothing behind for the next", () => {
    const engine = new Engine(sources, []);
    const first = engine.table(queryOf(), { perSource: 9 });
    engine.table(queryOf(), { perSource: 1 });
    expect(engine.table(queryOf(), { perSource: 9 })).toEqual(first);
  });
});

test("weights that are not above 0, or no numbers, teach nothing", () => {
  const source = new Fixed("s", {});
  const engine = new Engine([source], []);
  for (const weight of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    engine.observe({ row: 1, weight, at: 0 }, queryOf());
  }
  expect(source.observed).toEqual([]);
  engine.observe({ row: 1, weight: 0.5, at: 0 }, queryOf());
  expect(source.observed).toHaveLength(1);
});
