import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { confirmHeld } from "../partition/confirm-held.ts";
import { LeaseLost } from "../partition/leases.ts";
import { Stopped } from "./interruptions.ts";
import { TurnPipeline } from "./turn-pipeline.ts";
import type { ComputedTurn, TurnInput } from "./turn-runner.ts";

/** A pipeline that notes what happens; writes end when they are told to. */
function pipelineOf({
  confirm = async () => {},
  isOverfull = () => false,
}: Partial<ConstructorParameters<typeof TurnPipeline>[1]> = {}) {
  const happened: string[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const nameOf = ({ queued }: TurnInput) => String(queued);
  const compute = async (input: TurnInput) => {
    happened.push(`compute ${nameOf(input)}`);
    return { input } as ComputedTurn;
  };
  const write = ({ input }: ComputedTurn) => {
    happened.push(`write ${nameOf(input)}`);
    return new Promise<void>((resolve, reject) => {
      ends.push((error) => (error ? reject(error) : resolve()));
    });
  };
  const prune = () => {
    happened.push("prune");
  };
  const pipeline = new TurnPipeline({ compute, write, prune }, { confirm, isOverfull });
  const push = (queued: number) =>
    pipeline.push({ events: [], poisons: [], lagMs: 0, queued }, () => {
      happened.push(`written ${queued}`);
    });
  return { pipeline, push, happened, ends };
}

test("a turn is computed while the one before is written, and goes out after it", async () => {
  const { pipeline, push, happened, ends } = pipelineOf();
  expect(pipeline.isBusy).toBe(false);
  await push(1);
  expect(pipeline.isBusy).toBe(true);
  const second = push(2);
  await Promise.resolve();
  expect(happened).toEqual(["compute 1", "write 1", "compute 2"]);
  ends[0]!();
  await second;
  ends[1]!();
  await pipeline.drain();
  expect(happened.slice(3)).toEqual(["written 1", "write 2", "written 2"]);
  expect(pipeline.isBusy).toBe(false);
});

test("nothing goes out behind a turn that failed, nor where partitions may be another's", async () => {
  const failing = pipelineOf();
  await failing.push(1);
  failing.ends[0]!(new Error("the commit failed"));
  await expect(failing.push(2)).rejects.toThrow("the commit failed");
  expect(failing.happened).not.toContain("write 2");

  const lost = pipelineOf({ confirm: () => Promise.reject(new Error("the lease is lost")) });
  await expect(lost.push(1)).rejects.toThrow("the lease is lost");
  expect(lost.happened).toEqual(["compute 1"]);
  expect(lost.pipeline.isBusy).toBe(false);
});

test("a lease that is lost while a turn is computed keeps it in; being asked to stop does not", async () => {
  let interruption: Error | undefined;
  const holdings = { isFresh: true, confirm: () => Promise.reject(new LeaseLost("at the store")) };
  const { push, happened, ends } = pipelineOf({
    confirm: () => confirmHeld(holdings, interruption),
  });
  await push(1);
  ends[0]!();
  interruption = new Stopped("asked to");
  await push(2);
  ends[1]!();
  interruption = new LeaseLost("told by the watch");
  await expect(push(3)).rejects.toThrow("told by the watch");
  interruption = undefined;
  holdings.isFresh = false;
  await expect(push(4)).rejects.toThrow("at the store");
  expect(happened.filter((one) => one.startsWith("write "))).toEqual(["write 1", "write 2"]);
});

test("memory that is overfull is looked after within a backlog, behind the write that needs it", async () => {
  let isOverfull = false;
  const { push, happened, ends } = pipelineOf({ isOverfull: () => isOverfull });
  await push(1);
  ends[0]!();
  isOverfull = true;
  const second = push(2);
  await setImmediate();
  expect(happened.at(-1)).toBe("write 2");
  ends[1]!();
  await second;
  expect(happened.slice(-2)).toEqual(["written 2", "prune"]);
});
