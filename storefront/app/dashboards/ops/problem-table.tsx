import type { SystemStatus } from "@slipstream/contracts/system-status";
import { AsNumbers } from "../shell/as-numbers.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { clockText } from "./clock-text.ts";

type Minute = SystemStatus["worker"]["perMinute"][number];

/** What the chart of problems draws, as numbers: the newest first. */
export function ProblemTable({ perMinute }: { perMinute: readonly Minute[] }) {
  return (
    <AsNumbers title="The chart as numbers">
      {() => (
        <DataTable<Minute>
          caption="Problems by the minute"
          minWidth="18rem"
          rows={perMinute.toReversed()}
          rowKey={({ at }) => String(at)}
          empty={{ title: "No minute was counted yet" }}
          columns={[
            { key: "at", head: "Time (UTC)", cell: ({ at }) => clockText(at) },
            { key: "client", head: "4xx", numeric: true, cell: ({ client }) => client },
            { key: "server", head: "5xx", numeric: true, cell: ({ server }) => server },
          ]}
        />
      )}
    </AsNumbers>
  );
}
