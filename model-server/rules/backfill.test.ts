import { expect, test } from "vitest";
import { ShopModel } from "../shop-model.ts";
import { describeSituation } from "../situation.ts";
import { NOW, product, requestFor, stepFactory } from "../testing/shop.ts";
import { fillers } from "./backfill.ts";

const visitor = {
  recent: [],
  hidden: new Set<string>(),
  complete: true,
};

function shop(): ShopModel {
  const model = new ShopModel("demo");
  const day = 86_400_000;
  model.catalogue.apply([
    product("tote-new", { categories: ["totes", "bags"], createdAt: NOW - day }),
    product("tote-liked", { categories: ["totes", "bags"], createdAt: NOW - 9 * day }),
    product("rucksack-new", { categories: ["rucksacks", "bags"], createdAt: NOW - day }),
    product("rucksack-liked", { categories: ["rucksacks", "bags"], createdAt: NOW - 9 * day }),
    product("lamp-new", { categories: ["lamps", "lighting"], createdAt: NOW - day }),
    product("lamp-liked", { categories: ["lamps", "lighting"], createdAt: NOW - 9 * day }),
  ]);
  const step = stepFactory();
  const liked = { "lamp-liked": 3, "rucksack-liked": 2, "tote-liked": 1 };
  for (const [itemId, times] of Object.entries(liked)) {
    for (let time = 0; time < times; time++) model.steps.apply(0, [step({ itemId })]);
  }
  return model;
}

function orderOf(values: object): string[] {
  const model = shop();
  const request = requestFor(values);
  const situation = describeSituation({ model, request, visitor, nowMs: NOW });
  const itemIds = [...fillers(model, situation)].map(({ row }) => model.ids.idOf(row));
  return [...new Set(itemIds)];
}

test("the same leaf first, then its parents, then what trends, then the newest", () => {
  const about = { placement: "similar", itemId: "tote-new" };
  expect(orderOf(about)).toEqual([
    "tote-liked",
    "tote-new",
    "rucksack-liked",
    "rucksack-new",
    "lamp-liked",
    "lamp-new",
  ]);
});

test("without anything to go by, what trends comes first, and the trending rail always so", () => {
  expect(orderOf({}).slice(0, 2)).toEqual(["lamp-liked", "rucksack-liked"]);
  const trending = { placement: "trending", context: ["tote-new"] };
  expect(orderOf(trending).slice(0, 3)).toEqual(["lamp-liked", "rucksack-liked", "tote-liked"]);
});
