import { figureText } from "../figure-text.ts";
import { Sparkline } from "../sparkline.tsx";
import type { Sample } from "./history.ts";

type Series = Exclude<keyof Sample, "at">;

const figures: readonly { series: Series; label: string; unit: string; window?: string }[] = [
  { series: "p50Ms", label: "Event to rail, p50", unit: "ms", window: "last 10 min" },
  { series: "p99Ms", label: "Event to rail, p99", unit: "ms", window: "last 10 min" },
  { series: "appliedPerSecond", label: "Applied", unit: "events/s" },
  { series: "pending", label: "Pending", unit: "events" },
  { series: "lagSeconds", label: "Lag", unit: "s" },
];

/** Five figures that say whether the loop is well, each with its last minutes. */
export function FigureStrip({ history }: { history: readonly Sample[] }) {
  const last = history.at(-1);
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-8 md:grid-cols-3 lg:grid-cols-5">
      {figures.map(({ series, label, unit, window }) => (
        <div key={series}>
          <dt className="text-14 text-ink-soft">{label}</dt>
          <dd className="mt-1">
            <span className="font-mono text-28 tracking-tight">{figureText(last?.[series])}</span>{" "}
            <span className="text-14 text-ink-soft">{unit}</span>
            {window && (
              // The hub keeps no more of a busy shard than this.
              <div
                className="text-12 text-ink-soft"
                title="of each shard, at most its newest 2,048"
              >
                {window}
              </div>
            )}
            <div className="mt-2 text-ink-faint">
              <Sparkline values={history.map((sample) => sample[series])} />
            </div>
          </dd>
        </div>
      ))}
    </dl>
  );
}
