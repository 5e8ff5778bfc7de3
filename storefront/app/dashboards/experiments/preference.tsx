import type { ExperimentDetail } from "@slipstream/contracts/experiment-api";
import { figureText } from "../figure-text.ts";
import { chanceText } from "./words.ts";

/** Credit of two interleaved rankers, as one bar that both pull at. */
export function Preference({ experiment }: { experiment: ExperimentDetail }) {
  const { result, arms } = experiment;
  const { preference } = result;
  const [first, second] = arms;
  if (!preference || !first || !second) return null;
  const { share, lift } = preference;
  return (
    <div className="max-w-[40rem]">
      <div className="flex justify-between text-14">
        <span>
          {first.name} <span className="font-mono">{figureText(preference.first)}</span>
        </span>
        <span>
          <span className="font-mono">{figureText(preference.second)}</span> {second.name}
        </span>
      </div>
      <svg
        aria-hidden="true"
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        className="mt-2 h-4 w-full"
      >
        <path d="M0 2H100" stroke="var(--series-2)" strokeWidth="4" />
        <path d={`M0 2H${100 - (share ?? 0.5) * 100}`} stroke="var(--current)" strokeWidth="4" />
        <path d="M50 0V4" stroke="var(--paper)" strokeWidth="0.6" />
      </svg>
      <p className="mt-3 text-14 text-ink-soft">{verdictOf(lift, first.name, second.name)}</p>
    </div>
  );
}

type PreferenceLift = NonNullable<ExperimentDetail["result"]["preference"]>["lift"];

function verdictOf(lift: PreferenceLift, first: string, second: string): string {
  if (!lift) return "Clicks on either ranker's choices. There are too few visitors to tell yet.";
  if (lift.low > 0) return `${second} is liked better (p ${chanceText(lift.pValue)}).`;
  if (lift.high < 0) return `${first} is liked better (p ${chanceText(lift.pValue)}).`;
  return `No difference can be told yet (p ${chanceText(lift.pValue)}).`;
}
