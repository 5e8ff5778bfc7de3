import { expect, test } from "vitest";
import { startedOnce } from "./started-once.ts";

test("what failed to start is started anew, what stands is not", async () => {
  let starts = 0;
  const start = startedOnce(async () => {
    starts++;
    if (starts === 1) throw new Error("not yet");
    return starts;
  });
  const first = [start(), start()];
  await expect(first[0]).rejects.toThrow("not yet");
  await expect(first[1]).rejects.toThrow("not yet");
  expect(await Promise.all([start(), start()])).toEqual([2, 2]);
  expect(await start()).toBe(2);
});
