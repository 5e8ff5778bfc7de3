import type { Step } from "./steps.ts";

/** What a protocol asks and teaches in all. */
export interface StepCounts {
  /** Predictions whose figures count. */
  counted: number;
  /** Predictions that blend and ranker may learn from. */
  teaching: number;
  taught: number;
  /** Questions and lessons together. */
  steps: number;
}

/** Walks a protocol's steps without answering any. */
export function countSteps(steps: Iterable<Step>): StepCounts {
  const counts = { counted: 0, teaching: 0, taught: 0, steps: 0 };
  for (const step of steps) {
    if (step.kind !== "fit") counts.steps++;
    if (step.kind === "teach") counts.taught++;
    if (step.kind !== "predict") continue;
    if (step.counted) counts.counted++;
    if (step.teaches) counts.teaching++;
  }
  return counts;
}
