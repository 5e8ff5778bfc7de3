import { expect, test } from "vitest";
import { queryOf } from "../testing/asked.ts";
import { ItemIds } from "./item-ids.ts";
import { SilentSource } from "./silent-source.ts";
import { StandardEngine, standardColumns, standardEngine } from "./standard.ts";

test("columns are the same with every part and with none; parts of other names stand at the end", () => {
  const offline = standardEngine(new ItemIds());
  expect(offline.names).toEqual(standardColumns);
  const more = new StandardEngine([new SilentSource("trending"), new SilentSource("another")]);
  const sources = more.sources.map(({ name }) => name);
  expect(sources.at(-1)).toBe("another");
  expect(new Set(sources).size).toBe(sources.length);
  const ofSources = new StandardEngine().sources.length * 3;
  expect(more.names.slice(0, ofSources)).toEqual(standardColumns.slice(0, ofSources));
  expect(more.names.slice(ofSources + 3)).toEqual(standardColumns.slice(ofSources));
});

test("learns walks, and forgets a session: it is nobody's neighbour any more", () => {
  const ids = new ItemIds();
  const engine = standardEngine(ids);
  const [tea, cup, pot] = ["tea", "cup", "pot"].map((itemId) => ids.ensure(itemId));
  const walk = (session: number, rows: readonly number[]) => {
    rows.forEach((row, at) => {
      const recent = rows.slice(0, at).reverse();
      const recentAt = recent.map(() => 1000);
      engine.observe({ row, weight: 1, at: 1000 }, queryOf({ recent, recentAt, session }));
    });
  };
  walk(1, [tea!, cup!]);
  walk(2, [pot!]);
  const query = queryOf({ recent: [tea!], recentAt: [1000], session: 9, now: 2000 });
  const scoreOf = (name: string) => {
    const { names, rows, values } = engine.table(query, { perSource: 9 });
    return values[rows.indexOf(cup!) * names.length + names.indexOf(name)]!;
  };
  expect(scoreOf("session_knn.rr")).toBeGreaterThan(0);
  expect(scoreOf("co_visitation.rr")).toBeGreaterThan(0);
  expect(scoreOf("last_0.next_share")).toBeCloseTo(0.5, 2);
  engine.forget(1);
  expect(scoreOf("session_knn.rr")).toBe(0);
  expect(scoreOf("co_visitation.rr")).toBeGreaterThan(0);
});
