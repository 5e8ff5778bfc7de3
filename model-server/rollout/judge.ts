import type { CanaryReport, ChampionReport, Guardrail } from "@slipstream/contracts/model-reports";
import { nextShare } from "@slipstream/contracts/model-stages";
import { clicks, errors, latency, type QualityFigures, quality, type Sides } from "./guardrails.ts";

/** Next visits that both must have predicted before a canary goes on to a larger share. */
const PREDICTED_FOR_STEP = 200;

/**
 * Decides what becomes of a canary: back as soon as one guardrail is certainly breached, on to the
 * next share once it has been looked at for long enough and none gives reason for doubt, else as it
 * is. Every interval is a confidence sequence, so that looking every few seconds is allowed.
 */
export function judgeCanary(
  sides: Sides,
  canary: {
    version: string;
    share: number;
    sinceMs: number;
    nowMs: number;
    stepMs: number;
    /** Of each guardrail. */
    alpha: number;
  },
): CanaryReport {
  const { version, share, sinceMs, nowMs, stepMs, alpha } = canary;
  const guardrails = [errors, latency, clicks, quality].map((guardrail) => guardrail(sides, alpha));
  const report = (verdict: CanaryReport["verdict"], reason: string): CanaryReport => ({
    ...{ version, share, verdict, reason, guardrails },
  });
  const breached = guardrails.find(({ state }) => state === "breached");
  if (breached !== undefined) return report("back", breachText(breached));
  if (nextShare(share) === undefined) {
    return report("hold", "the last step before champion: a person decides");
  }
  if (nowMs - sinceMs < stepMs) return report("hold", "it has not been looked at for long enough");
  if (sides.canary.predicted < PREDICTED_FOR_STEP) {
    return report("hold", `too few visits were predicted: ${sides.canary.predicted}`);
  }
  if (guardrails.some(({ name, state }) => name === "errors" && state === "unknown")) {
    return report("hold", "too few answers to know of its errors");
  }
  const doubtful = guardrails.find(({ worse, tolerance }) => (worse?.value ?? 0) > tolerance);
  if (doubtful !== undefined) {
    return report("hold", `${doubtful.name} may be worse than is allowed`);
  }
  return report("step", "no guardrail gives reason for doubt");
}

/** What was seen of a champion in one of its windows, and what that one may spend. */
export interface ChampionFigures {
  seen: QualityFigures;
  alpha: number;
}

/**
 * Decides whether a champion stays: it goes as soon as it certainly knows less of what comes next
 * than the blend does, in any of its windows.
 */
export function judgeChampion(
  windows: readonly ChampionFigures[],
  { version }: { version: string },
): ChampionReport {
  const guardrails = windows.map(({ seen, alpha }) => quality({ canary: seen }, alpha));
  const breached = guardrails.find(({ state }) => state === "breached");
  return breached === undefined
    ? { version, verdict: "hold", reason: "it knows as much as the blend", guardrails }
    : { version, verdict: "back", reason: breachText(breached, "blend"), guardrails };
}

function breachText(
  { name, canary, champion, worse }: Guardrail,
  other: "blend" | "champion" = "champion",
): string {
  const figure = (value: number) => value.toFixed(4);
  const range = worse ? `, worse by ${figure(worse.low)} at least` : "";
  return `${name}: ${figure(canary)} beside the ${other}'s ${figure(champion)}${range}`;
}
