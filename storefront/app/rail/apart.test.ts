import { expect, it } from "vitest";
import { itemsBefore, STILL } from "./apart.ts";

const rails = [
  { place: 2, itemIds: ["moving"] },
  { place: STILL, itemIds: ["still", "read"] },
  { place: 5, itemIds: ["last"] },
];

it("gives way to rails of a lower place, never to itself or a later one", () => {
  expect(itemsBefore(rails, 5)).toEqual(["moving", "still", "read"]);
  expect(itemsBefore(rails, 2)).toEqual(["still", "read"]);
});

it("lets a rail that stands still show what others do too", () => {
  expect(itemsBefore(rails, STILL)).toEqual([]);
});
