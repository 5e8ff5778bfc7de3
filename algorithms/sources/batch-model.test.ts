import { expect, test } from "vitest";
import { Ease } from "../batch/ease.ts";
import { Engine } from "../engine/engine.ts";
import { randomFrom } from "../random.ts";
import { asked, queryOf, scoresOf } from "../testing/asked.ts";
import { BatchModelSource, type DenseModel, SCORES_ALL_UP_TO } from "./batch-model.ts";
import { Popularity } from "./popularity.ts";

/** Scores items by how near their row is to the newest one's, and counts what it is asked. */
class Nearness implements DenseModel {
  wholes = 0;
  readings = 0;

  scoreAll(history: ArrayLike<number>, out: Float32Array): void {
    this.wholes++;
    for (let row = 0; row < out.length; row++) out[row] = -Math.abs(row - history[0]!);
  }

  scorer(history: ArrayLike<number>): (row: number) => number {
    this.readings++;
    const newest = history[0]!;
    return (row) => -Math.abs(row - newest);
  }
}

test("a small catalogue is scored whole, and its best proposed", () => {
  const model = new Nearness();
  const source = new BatchModelSource("sequence");
  expect(asked(source, { recent: [3] })).toEqual([]);
  source.use(model, 10);
  expect(asked(source, { recent: [3] }, 3).map(({ row }) => row)).toEqual([3, 2, 4]);
  expect(source.scoreOf(queryOf({ recent: [3] }), 7)).toBe(-4);
  expect(source.scoreOf(queryOf({ recent: [3] }), 10)).toBeNaN();
  expect(model.readings).toBe(0);
});

test("a large one is not: it scores what others propose, by one reading of the history", () => {
  const model = new Nearness();
  const source = new BatchModelSource("sequence");
  source.use(model, SCORES_ALL_UP_TO + 1);
  const engine = new Engine([source, new Popularity("popularity", 1000)], []);
  const unknown = SCORES_ALL_UP_TO + 1;
  for (const row of [1, 5, 8, unknown]) engine.observe({ row, weight: 1, at: 0 }, queryOf());
  const { names, rows, values } = engine.table(queryOf({ recent: [5] }), { perSource: 9 });
  const column = names.indexOf("sequence.score");
  const scores = Array.from(rows, (row, at) => [row, values[at * names.length + column]]);
  expect(new Map(scores as [number, number][])).toEqual(
    new Map([
      [1, -4],
      [5, -0],
      [8, -3],
      [unknown, Number.NaN],
    ]),
  );
  expect(engine.proposedBy("sequence")).toHaveLength(0);
  expect([model.wholes, model.readings]).toEqual([0, 1]);
});

test("a sparse model proposes what its parts speak for, with the scores of the whole", () => {
  const random = randomFrom([3]);
  const sequences = Array.from({ length: 300 }, () => {
    const first = random.below(90);
    return Int32Array.from({ length: 4 }, () => first + random.below(10));
  });
  const model = Ease.train({ items: 100, sequences }, { keep: 20 });
  const sparse = new BatchModelSource("ease");
  sparse.use(model, 100);
  const all = new Float32Array(100);
  const query = { recent: [40, 43], earlier: [60] };
  const proposed = scoresOf(sparse, query);
  model.scoreAll([...query.recent, ...query.earlier], all);
  expect(proposed.size).toBeGreaterThan(10);
  expect(proposed.size).toBeLessThan(80);
  for (const [row, score] of all.entries()) {
    if (score > 1e-6) expect(proposed.get(row), String(row)).toBeCloseTo(score, 5);
    expect(sparse.scoreOf(queryOf(query), row)).toBeCloseTo(score, 5);
  }
  for (const score of proposed.values()) expect(score).toBeGreaterThan(0);
  expect(sparse.scoreOf(queryOf(query), 100)).toBeNaN();
});
