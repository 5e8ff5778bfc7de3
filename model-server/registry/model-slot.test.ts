import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { trainedModel } from "../testing/trained.ts";
import type { Manifest } from "./manifest.ts";
import { ModelSlot } from "./model-slot.ts";

const [one, two, three] = [1, 2, 3].map((minute) => trainedModel(minute).manifest);

/** A slot whose models are their versions, each loaded when the test says so. */
function slotOfTheTest() {
  const loads = new Map<string, PromiseWithResolvers<string>>();
  const slot = new ModelSlot(({ version }: Manifest) => {
    const load = Promise.withResolvers<string>();
    loads.set(version, load);
    return load.promise;
  });
  const arrive = ({ version }: Manifest) => loads.get(version)!.resolve(version);
  const fail = ({ version }: Manifest) => loads.get(version)!.reject(new Error("torn"));
  const serve = async (manifest: Manifest) => {
    const change = slot.want(manifest);
    arrive(manifest);
    return await change;
  };
  return { slot, loads, arrive, fail, serve };
}

test("is empty, then serves what was loaded, and keeps the one before for the way back", async () => {
  const { slot, serve, loads } = slotOfTheTest();
  expect(slot.current).toBeUndefined();
  expect(await serve(one!)).toBe("loaded");
  expect(await slot.want(structuredClone(one!))).toBe("unchanged");
  expect(await serve(two!)).toBe("loaded");
  expect(slot.current?.model).toBe(two!.version);
  expect(slot.previous?.model).toBe(one!.version);
  loads.clear();
  expect(await slot.want(one)).toBe("back");
  expect(slot.current?.model).toBe(one!.version);
  expect(await slot.want(two)).toBe("back");
  expect(await slot.want(undefined)).toBe("emptied");
  expect(slot.current).toBeUndefined();
  expect(await slot.want(two)).toBe("back");
  expect(loads.size).toBe(0);
});

test("a load that fails changes nothing, and can be tried again", async () => {
  const { slot, serve, fail } = slotOfTheTest();
  await serve(one!);
  const change = slot.want(two);
  fail(two!);
  await expect(change).rejects.toThrow("torn");
  expect(slot.current?.model).toBe(one!.version);
  expect(await serve(two!)).toBe("loaded");
});

test("the latest wish holds, in whatever order models arrive", async () => {
  const { slot, serve, arrive } = slotOfTheTest();
  await serve(one!);
  const slow = slot.want(two);
  const latest = slot.want(three);
  arrive(three!);
  expect(await latest).toBe("loaded");
  arrive(two!);
  expect(await slow).toBe("superseded");
  expect(slot.current?.model).toBe(three!.version);
  // Back to what serves, while another is on its way.
  const dropped = slot.want(two);
  expect(await slot.want(three)).toBe("unchanged");
  arrive(two!);
  expect(await dropped).toBe("superseded");
  expect(slot.current?.model).toBe(three!.version);
});

test("asked twice for one model, it loads it once", async () => {
  const { slot, arrive, loads } = slotOfTheTest();
  const first = slot.want(one);
  const load = loads.get(one!.version);
  const second = slot.want(structuredClone(one));
  expect(loads.get(one!.version)).toBe(load);
  arrive(one!);
  expect(await Promise.all([first, second])).toEqual(["loaded", "loaded"]);
});

test("a reader sees either model whole while they change places", async () => {
  const { slot, serve } = slotOfTheTest();
  await serve(one!);
  const seen = new Set<string>();
  let isOver = false;
  const reading = (async () => {
    while (!isOver) {
      const serving = slot.current!;
      const { model } = serving;
      await turn();
      expect(serving.manifest.version).toBe(model);
      expect(serving.model).toBe(model);
      seen.add(model);
    }
  })();
  for (let round = 0; round < 50; round++) {
    await serve([two!, three!, one!][round % 3]!);
    await turn();
  }
  isOver = true;
  await reading;
  expect(seen.size).toBe(3);
});
