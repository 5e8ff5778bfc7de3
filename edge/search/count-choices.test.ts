import { expect, test } from "vitest";
import { countChoices } from "./count-choices.ts";

test("ids are counted over all lists that miss the same, however large they are", () => {
  const counted = countChoices([
    { missed: 0, list: "3,17,17" },
    { missed: 2, list: "17" },
    { missed: 0, list: "123456,3,123456" },
    { missed: 4, list: "" },
  ]);
  expect(counted).toEqual([
    { missed: 0, id: 3, products: 2 },
    { missed: 0, id: 17, products: 2 },
    { missed: 0, id: 123456, products: 2 },
    { missed: 2, id: 17, products: 1 },
  ]);
});
