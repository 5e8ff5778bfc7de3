import { type ExperimentDetail, SAMPLE_RATIO_ALARM } from "@slipstream/contracts/experiment-api";
import { Notice } from "../../ui/notice.tsx";
import { figureText } from "../figure-text.ts";
import { type Stat, StatStrip } from "../shell/stat-strip.tsx";
import { chanceText, signedPercent, verdictOf } from "./words.ts";

const DAY_MS = 24 * 3_600_000;
/** Why there are no shares to be checked. */
const unchecked = { fixed: "", adaptive: "they change", interleaved: "all see both" } as const;

/** The strip of figures: how far it is, and whether it can be believed. */
export function ExperimentStrip({ experiment }: { experiment: ExperimentDetail }) {
  const { result, plannedVisitors, visitors, startedAt, endedAt, kind, metric } = experiment;
  const arms = kind === "interleaved" ? 1 : result.arms.length;
  const days = startedAt
    ? (Date.parse(endedAt ?? result.at) - Date.parse(startedAt)) / DAY_MS
    : undefined;
  const explained = result.metrics.find((one) => one.metric === metric)?.explained ?? 0;
  const leastShares = leastSampleRatio(experiment);
  const stats: Stat[] = [
    { label: "Visitors", value: figureText(visitors), note: "who were shown an arm" },
    {
      label: "Of what was planned",
      value:
        plannedVisitors === undefined
          ? "–"
          : `${Math.round((100 * visitors) / (plannedVisitors * arms))} %`,
      note:
        plannedVisitors === undefined ? "no plan" : `${figureText(plannedVisitors)} in each arm`,
    },
    { label: "Runs for", value: days === undefined ? "–" : daysText(days) },
    {
      label: "Shares as set",
      value: leastShares === undefined ? "–" : leastShares < SAMPLE_RATIO_ALARM ? "no" : "yes",
      note: leastShares === undefined ? unchecked[kind] : `p ${chanceText(leastShares)}`,
    },
    {
      label: "Told by the past",
      // Only arms that are compared are adjusted.
      value: kind === "fixed" ? `${Math.round(explained * 100)} %` : "–",
      note: "of the variance (CUPED)",
    },
  ];
  return <StatStrip stats={stats} />;
}

/** What a person has to know before they believe the figures. */
export function Warnings({ experiment }: { experiment: ExperimentDetail }) {
  const shares = leastSampleRatio(experiment);
  const latency = experiment.result.metrics.find(({ metric }) => metric === "latency");
  const control = latency?.arms[0]?.value ?? 0;
  const slower =
    latency?.arms.findIndex(
      ({ lift }) => lift && verdictOf("latency", lift, control) === "worse",
    ) ?? -1;
  return (
    <>
      {shares !== undefined && shares < SAMPLE_RATIO_ALARM && (
        <Notice title="Do not believe this experiment">
          Visitors did not come to the arms in the shares that were set. Something loses some of
          them: look for what one arm does that the other does not, mend it, and start anew.
        </Notice>
      )}
      {slower > 0 && (
        <Notice title={`Rails take longer in ${experiment.arms[slower]?.name ?? "one arm"}`}>
          By {signedPercent(latency?.arms[slower]?.lift?.relative ?? 0)} against the control. Pause
          it if shoppers can feel that.
        </Notice>
      )}
    </>
  );
}

/** A p-value at any time is the least that was ever seen. */
function leastSampleRatio({ result, history }: ExperimentDetail): number | undefined {
  const seen = [...history, result].flatMap(({ sampleRatio }) => sampleRatio?.pValue ?? []);
  return seen.length === 0 ? undefined : Math.min(...seen);
}

function daysText(days: number): string {
  if (days * 24 < 1) return `${Math.floor(days * 24 * 60)} min`;
  if (days < 1) return `${Math.floor(days * 24)} h`;
  return `${figureText(Math.floor(days))} d`;
}
