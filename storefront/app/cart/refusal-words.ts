import type { ProblemDocument } from "@slipstream/contracts/problems";

/** Why the shop refused, in words for people; `answer` is undefined where it was not reached. */
export function refusalWords(answer: unknown): string {
  const problem = (answer ?? {}) as Partial<ProblemDocument>;
  return problem.issues?.[0]?.message ?? problem.title ?? "We could not reach the shop.";
}
