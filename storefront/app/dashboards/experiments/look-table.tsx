import type { ExperimentDetail } from "@slipstream/contracts/experiment-api";
import { DataTable } from "../shell/data-table.tsx";
import { When } from "../shell/when.tsx";
import { signedPercent } from "./words.ts";

/** Looks that are listed, the last. */
const LISTED = 12;

type Look = ExperimentDetail["history"][number];

/** The chart's numbers. */
export function LookTable({
  experiment: { arms, metric },
  history,
}: {
  experiment: ExperimentDetail;
  history: readonly Look[];
}) {
  const text = ({ metrics }: Look, arm: number) => {
    const of = metrics.find((one) => one.metric === metric)?.arms;
    const [control, lift] = [of?.[0]?.value, of?.[arm]?.lift];
    if (!lift || !control) return "too few yet";
    const [low, high] = [signedPercent(lift.low / control), signedPercent(lift.high / control)];
    return `${signedPercent(lift.difference / control)} (${low} to ${high})`;
  };
  return (
    <details className="mt-4 text-14">
      <summary className="min-h-11 cursor-pointer text-ink-soft hover:text-ink md:min-h-8">
        The same as a table
      </summary>
      <DataTable<Look>
        caption="The change over time"
        minWidth={`${10 + 12 * (arms.length - 1)}rem`}
        rows={history.slice(-LISTED).reverse()}
        rowKey={({ at }) => at}
        empty={{ title: "Nobody has looked yet" }}
        columns={[
          { key: "at", head: "At (UTC)", cell: ({ at }) => <When at={at} time /> },
          ...arms.slice(1).map(({ name }, place) => ({
            key: name,
            head: name,
            numeric: true,
            cell: (look: Look) => text(look, place + 1),
          })),
        ]}
      />
    </details>
  );
}
