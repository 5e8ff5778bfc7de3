import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import { asked, queryOf } from "@slipstream/algorithms/testing/asked";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { contentOf } from "./content-source.ts";

test("a product of the catalogue is known by what it is from its first event on, and not before", async () => {
  const catalogue = join(temporaryFolder(), "catalogue.jsonl");
  const titles = { a: "red mug", b: "blue mug", c: "red mug", d: "oak lamp" };
  const lines = Object.entries(titles).map(([item_id, title]) =>
    JSON.stringify({ item_id, title }),
  );
  writeFileSync(catalogue, `${lines.join("\n")}\n`);
  const ids = new ItemIds();
  const source = await contentOf({ catalogue }, ids);
  const [a, b, c, unknown] = ["a", "b", "c", "nowhere"].map((itemId) => ids.ensure(itemId));
  const meet = (row: number) => source?.observe({ row, weight: 1, at: 0 });
  const alike = () => asked(source!, queryOf({ recent: [a!] })).map(({ row }) => row);
  for (const row of [a!, b!, unknown!]) meet(row);
  expect(alike()).toEqual([b]);
  meet(c!);
  expect(alike()).toEqual([c, b]);
  expect(await contentOf({}, ids)).toBeUndefined();
});
