import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { spreadOf } from "../percentiles.ts";
import { type LoadClock, openLoop } from "./open-loop.ts";

/** Time goes on only where somebody waits or works. */
function madeUpClock(): LoadClock & { pass: (durationMs: number) => void } {
  let nowMs = 1000;
  const pass = (durationMs: number) => {
    nowMs += durationMs;
  };
  const wait = async (durationMs: number) => {
    // What is answered already is told before time goes on.
    await nextTurn();
    pass(durationMs);
  };
  return { now: () => nowMs, wait, pass };
}

test("requests go out when they are due, as many as the rate and the time say", async () => {
  const clock = madeUpClock();
  const sentAt: number[] = [];
  const ask = async () => void sentAt.push(clock.now() - 1000);
  const samples = await openLoop({ ratePerSecond: 100, seconds: 0.05, ask }, clock);
  expect(sentAt).toEqual([0, 10, 20, 30, 40]);
  expect(samples).toHaveLength(5);
  expect(samples.every(({ sentMs }) => sentMs === 0)).toBe(true);
});

test("a stall is charged to every request that became due meanwhile", async () => {
  const clock = madeUpClock();
  const ask = async (number: number) => {
    if (number === 1) clock.pass(35);
  };
  const samples = await openLoop({ ratePerSecond: 100, seconds: 0.07, ask }, clock);
  expect(samples.map(({ sentMs }) => sentMs)).toEqual([0, 0, 25, 15, 5, 0, 0]);
  const answered = samples.map(({ answeredMs }) => answeredMs);
  expect(answered[1]).toBe(35);
  expect(answered[2]).toBe(25);
  expect(spreadOf(answered)).toMatchObject({ p99: 35 });
});

test("an answer that takes long does not hold up the next request", async () => {
  const clock = madeUpClock();
  const sent: number[] = [];
  const first = Promise.withResolvers<void>();
  const ask = (number: number) => {
    sent.push(number);
    if (number === 2) first.resolve();
    return number === 0 ? first.promise : Promise.resolve();
  };
  await openLoop({ ratePerSecond: 10, seconds: 0.3, ask }, clock);
  expect(sent).toEqual([0, 1, 2]);
});

test("a request that fails fails the measurement", async () => {
  const ask = () => Promise.reject(new Error("refused"));
  await expect(openLoop({ ratePerSecond: 10, seconds: 0.1, ask }, madeUpClock())).rejects.toThrow(
    "refused",
  );
});
