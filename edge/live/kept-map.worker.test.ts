import { expect, test } from "vitest";
import { keptLiveMap } from "./kept-map.ts";

test("a map is drawn once for many, for each shop its own, and what fails is not kept", async () => {
  const shop = crypto.randomUUID().slice(0, 8);
  let drawn = 0;
  const draw = async () => ({ plane: ++drawn, points: [] });
  await expect(keptLiveMap(shop, () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  const planes = [];
  for (const name of [shop, shop, `${shop}-2`, shop]) {
    planes.push((await keptLiveMap(name, draw)).plane);
  }
  expect(planes).toEqual([1, 1, 2, 1]);
});
