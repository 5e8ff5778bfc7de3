import { expect, test } from "vitest";
import { TurnPipeline } from "./turn-pipeline.ts";
import type { ComputedTurn, TurnInput } from "./turn-runner.ts";

/** A pipeline that notes what happens; writes end when they are told to. */
function pipelineOf({ confirm }: { confirm: () => Promise<void> }) {
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
  const pipeline = new TurnPipeline({ compute, write }, confirm);
  const push = (queued: number) =>
    pipeline.push({ events: [], poisons: [], lagMs: 0, queued }, () => {
      happened.push(`written ${queued}`);
    });
  return { pipeline, push, happened, ends };
}

test("a turn is computed while the one before is written, and goes out after it", async () => {
  const { pipeline, push, happened, ends } = pipelineOf({ confirm: async () => {} });
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
  const failing = pipelineOf({ confirm: async () => {} });
  await failing.push(1);
  failing.ends[0]!(new Error("the commit failed"));
  await expect(failing.push(2)).rejects.toThrow("the commit failed");
  expect(failing.happened).not.toContain("write 2");

  const lost = pipelineOf({ confirm: () => Promise.reject(new Error("the lease is lost")) });
  await expect(lost.push(1)).rejects.toThrow("the lease is lost");
  expect(lost.happened).toEqual(["compute 1"]);
  expect(lost.pipeline.isBusy).toBe(false);
});
