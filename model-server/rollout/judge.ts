import type { ModelFigures } from "@slipstream/contracts/model-figures";
import type { CanaryReport, ChampionReport, Guardrail } from "@slipstream/contracts/model-reports";
import { nextShare } from "@slipstream/contracts/model-stages";
import { ALPHA, clicks, errors, latency, quality, type Sides } from "./guardrails.ts";

/** Next visits that both must have predicted before a canary goes on to a larger share. */
const PREDICTED_FOR_STEP = 200;

/** A champion's figures are looked at anew in windows of so long, which begin at its multiples. */
export const WINDOW_MS = 5 * 60_000;
const WINDOWS_A_DAY = (24 * 3_600_000) / WINDOW_MS;
/** All windows of a day together take as good a champion back with a chance of ALPHA / 100 at most. */
const WINDOW_ALPHA = ALPHA / (WINDOWS_A_DAY * 100);

/**
 * Decides what becomes of a canary: back as soon as one guardrail is certainly breached, on to the
 * next share once it has been looked at for long enough and none gives reason for doubt, else as it
 * is. Every interval is a confidence sequence, so that looking every few seconds is allowed.
 */
export function judgeCanary(
  sides: Sides,
  canary: { version: string; share: number; sinceMs: number; nowMs: number; stepMs: number },
): CanaryReport {
  const { version, share, sinceMs, nowMs, stepMs } = canary;
  const guardrails = [errors(sides), latency(sides), clicks(sides), quality(sides)];
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

/** What was seen of a champion: since it was crowned or in the last day, and in the present window. */
export interface ChampionFigures {
  long: ModelFigures;
  recent: ModelFigures;
}

/**
 * Decides whether a champion stays: it goes as soon as it certainly knows less of what comes next
 * than the blend does. The present window is looked at for itself, since a champion that was good
 * for a day would hide what it has become. Windows do not overlap, so that their chances add up.
 */
export function judgeChampion(
  { long, recent }: ChampionFigures,
  { version }: { version: string },
): ChampionReport {
  const guardrails = [quality({ canary: long }), quality({ canary: recent }, WINDOW_ALPHA)];
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
