import type { SystemStatus } from "@slipstream/contracts/system-status";
import { useState } from "react";
import { DataTable } from "../shell/data-table.tsx";
import { clockText } from "./clock-text.ts";

type Minute = SystemStatus["worker"]["perMinute"][number];

/** What the chart of problems draws, as numbers: the newest first. */
export function ProblemTable({ perMinute }: { perMinute: readonly Minute[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="cursor-pointer py-2 text-14 text-ink-soft hover:text-ink">
        The chart as numbers
      </summary>
      {isOpen && (
        <div className="mt-2 max-h-[20rem] overflow-auto text-12">
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
        </div>
      )}
    </details>
  );
}
