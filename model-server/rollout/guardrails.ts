import { confidenceSequence } from "@slipstream/algorithms/experiments/confidence-sequence";
import {
  latencyBoundsMs,
  latencyQuantileMs,
  type ModelFigures,
} from "@slipstream/contracts/model-figures";
import type { Guardrail } from "@slipstream/contracts/model-reports";

/** Sights at which the intervals are narrowest. */
const PLANNED = 500;
/** Sights below which intervals by their variance mean nothing yet. */
const LEAST = { answers: 50, clicks: 200, quality: 40 } as const;
/** What a canary may be worse by: absolute for shares, relative where it says so. */
const TOLERANCE = {
  /** Of all answers. */
  errors: 0.01,
  /** Of all answers, above the one in a hundred that is slower than the champion's p99. */
  latency: 0.03,
  /** Of the champion's share. */
  relativeClicks: 0.2,
  /** Of the champion's MRR. */
  relativeQuality: 0.05,
} as const;

/** What was seen of a model and of what it is held against: a canary and its champion, a champion and the blend. */
export interface Sides {
  canary: ModelFigures;
  champion: ModelFigures;
}

/** Answers that it failed or was too late for. `alpha`, here and below: the chance of a breach that is none. */
export function errors({ canary, champion }: Sides, alpha: number): Guardrail {
  const asked = (side: ModelFigures) => side.answers + side.compared;
  const own = { hits: canary.failed, of: asked(canary) };
  const other = { hits: champion.failed, of: asked(champion) };
  const isSeen = own.of >= LEAST.answers;
  // Where nothing is trained yet the blend serves, which does not fail.
  const baseline = other.of >= LEAST.answers ? other : { hits: 0, of: PLANNED };
  const figures = { champion: share(other), canary: share(own) };
  return guardrail("errors", {
    ...figures,
    worse: isSeen ? { sign: 1, own, other: baseline, alpha } : undefined,
    tolerance: TOLERANCE.errors,
  });
}

/** Answers slower than the champion's p99: of its own one in a hundred is. */
export function latency({ canary, champion }: Sides, alpha: number): Guardrail {
  const bound = latencyQuantileMs(champion, 0.99);
  const isSeen = Math.min(canary.answers, champion.answers) >= LEAST.answers;
  const slow = (side: ModelFigures) => ({
    hits: side.latency.reduce(
      (sum, count, bin) => sum + ((latencyBoundsMs[bin] ?? Infinity) > (bound ?? 0) ? count : 0),
      0,
    ),
    of: side.answers,
  });
  return guardrail("latency", {
    champion: share(slow(champion)),
    canary: share(slow(canary)),
    worse:
      isSeen && bound !== undefined
        ? { sign: 1, own: slow(canary), other: slow(champion), alpha }
        : undefined,
    tolerance: TOLERANCE.latency,
  });
}

/** Answers of which something was pressed. */
export function clicks({ canary, champion }: Sides, alpha: number): Guardrail {
  const own = { hits: canary.clicked, of: canary.answers };
  const other = { hits: champion.clicked, of: champion.answers };
  return guardrail("clicks", {
    champion: share(other),
    canary: share(own),
    worse: Math.min(own.of, other.of) >= LEAST.clicks ? { sign: -1, own, other, alpha } : undefined,
    tolerance: TOLERANCE.relativeClicks * share(other),
  });
}

/** What the ranks of next visits add up to. */
export type QualityFigures = Pick<
  ModelFigures,
  "predicted" | "reciprocal" | "championReciprocal" | "differenceSquares"
>;

/** The rank that each gave to what came next, visit by visit. */
export function quality({ canary }: { canary: QualityFigures }, alpha: number): Guardrail {
  const { predicted: n, reciprocal, championReciprocal, differenceSquares } = canary;
  const mean = (sum: number) => (n === 0 ? 0 : sum / n);
  const difference = mean(championReciprocal - reciprocal);
  const spread = mean(differenceSquares) - difference * difference;
  const tolerance = TOLERANCE.relativeQuality * mean(championReciprocal);
  const figures = { champion: mean(championReciprocal), canary: mean(reciprocal) };
  const worse =
    n < LEAST.quality
      ? undefined
      : interval(difference, { variance: spread / n, planned: spread / PLANNED, alpha });
  return { name: "quality", ...figures, worse, tolerance, state: stateOf(worse, tolerance) };
}

interface Count {
  hits: number;
  of: number;
}

interface Shares {
  /** 1 where more is worse. */
  sign: 1 | -1;
  own: Count;
  other: Count;
  alpha: number;
}

function guardrail(
  name: Guardrail["name"],
  options: Pick<Guardrail, "champion" | "canary" | "tolerance"> & {
    worse: Shares | undefined;
  },
): Guardrail {
  const { worse: shares, ...rest } = options;
  const worse = shares && differenceOfShares(shares);
  return { name, ...rest, worse, state: stateOf(worse, rest.tolerance) };
}

function differenceOfShares({ sign, own, other, alpha }: Shares) {
  // One hit more of each kind: a share of 0 or 1 has a variance all the same.
  const spread = ({ hits, of }: Count) => {
    const smoothed = (hits + 1) / (of + 2);
    return smoothed * (1 - smoothed);
  };
  const variance = spread(own) / own.of + spread(other) / other.of;
  const planned = (spread(own) + spread(other)) / PLANNED;
  return interval(sign * (share(own) - share(other)), { variance, planned, alpha });
}

function interval(
  value: number,
  { variance, planned, alpha }: { variance: number; planned: number; alpha: number },
) {
  const { low, high } = confidenceSequence({
    ...{ difference: value, variance, plannedVariance: planned, alpha },
  });
  // Where every sight was the same there is no doubt.
  return variance > 0 ? { value, low, high } : { value, low: value, high: value };
}

function stateOf(worse: Guardrail["worse"], tolerance: number): Guardrail["state"] {
  if (worse === undefined) return "unknown";
  return worse.low > tolerance ? "breached" : "ok";
}

function share({ hits, of }: Count): number {
  return of === 0 ? 0 : hits / of;
}
