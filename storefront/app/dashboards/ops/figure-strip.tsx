import { figureText } from "../figure-text.ts";
import { type Stat, StatStrip } from "../shell/stat-strip.tsx";
import type { Sample } from "./history.ts";

type Series = Exclude<keyof Sample, "at">;

// The hub keeps no more of a busy shard than this.
const lastMinutes = <span title="of each shard, at most its newest 2,048">last 10 min</span>;

const figures: readonly (Pick<Stat, "label" | "unit" | "note"> & { series: Series })[] = [
  { series: "p50Ms", label: "Event to rail, p50", unit: "ms", note: lastMinutes },
  { series: "p99Ms", label: "Event to rail, p99", unit: "ms", note: lastMinutes },
  { series: "appliedPerSecond", label: "Applied", unit: "events/s" },
  { series: "pending", label: "Pending", unit: "events" },
  { series: "lagSeconds", label: "Lag", unit: "s" },
];

/** Five figures that say whether the loop is well, each with its last minutes. */
export function FigureStrip({ history }: { history: readonly Sample[] }) {
  const last = history.at(-1);
  return (
    <StatStrip
      stats={figures.map(({ series, ...figure }) => ({
        ...figure,
        value: figureText(last?.[series]),
        values: history.map((sample) => sample[series]),
      }))}
    />
  );
}
