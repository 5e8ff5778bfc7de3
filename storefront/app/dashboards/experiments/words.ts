import type {
  ArmLift,
  ExperimentMetric,
  ExperimentState,
  MeasuredMetric,
} from "@slipstream/contracts/experiment-api";
import type { ArmSettings, ExperimentKind, RankerSetting } from "@slipstream/contracts/experiments";
import { versionText } from "../models/version-text.ts";
import type { Tone } from "../shell/badge.tsx";

export const metricNames: Readonly<Record<MeasuredMetric, string>> = {
  click_through: "Clicks per card seen",
  add_to_cart: "Visitors who fill a cart",
  conversion: "Visitors who buy",
  revenue_per_session: "Revenue per session",
  latency: "Time to make a rail",
};

/** What a metric is of each visitor, where visitors are weighed. */
export const wholeNames: Readonly<Record<ExperimentMetric, string>> = {
  click_through: "Share of visitors who press a card",
  add_to_cart: "Share of visitors who fill a cart",
  conversion: "Share of visitors who buy",
  revenue_per_session: "Revenue of each visitor's session",
};

export const kindNames: Readonly<Record<ExperimentKind, string>> = {
  fixed: "Arms beside each other",
  adaptive: "Arms that adapt",
  interleaved: "Two rankers, interleaved",
};

export const stateLooks: Readonly<Record<ExperimentState, { label: string; tone: Tone }>> = {
  draft: { label: "draft", tone: "quiet" },
  running: { label: "running", tone: "strong" },
  paused: { label: "paused", tone: "warning" },
  decided: { label: "decided", tone: "plain" },
};

/** What is different in an arm, in words. */
export function settingsText(settings: ArmSettings): string {
  const { ranker, diversity, exploration, shown, title, cards } = settings;
  const parts = [
    ranker && `ranked by ${rankerText(ranker)}`,
    diversity !== undefined && `variety ${diversity}`,
    exploration !== undefined && `exploration ${exploration ? "on" : "off"}`,
    shown === false && "no rail",
    title && `“${title}”`,
    cards && `${cards} cards`,
  ].filter(Boolean);
  return parts.length === 0 ? "as it is" : parts.join(", ");
}

function rankerText(ranker: RankerSetting): string {
  if (ranker === "blend") return "the online blend";
  return ranker === "trained" ? "the trained model" : `the trained model of ${versionText(ranker)}`;
}

/** A change in percent, with its sign: `+3.4 %`. */
export function signedPercent(change: number): string {
  const percent = Math.abs(change * 100);
  const text = percent >= 10 ? percent.toFixed(0) : percent.toFixed(1);
  return `${change < 0 ? "−" : "+"}${text} %`;
}

/** A chance, with as many digits as it takes. */
export function chanceText(chance: number): string {
  if (chance < 0.001) return "under 0.001";
  return chance.toFixed(chance < 0.1 ? 3 : 2);
}

/** Slower by less than this is nothing that anybody feels. */
const LATENCY_MARGIN = 0.05;

/** What an interval says of an arm: more is better, but of time. */
export function verdictOf(
  metric: MeasuredMetric,
  lift: ArmLift,
  control: number,
): "better" | "worse" | "open" {
  if (metric === "latency") {
    const margin = LATENCY_MARGIN * control;
    if (lift.low > margin) return "worse";
    return lift.high < -margin ? "better" : "open";
  }
  if (lift.low > 0) return "better";
  return lift.high < 0 ? "worse" : "open";
}
