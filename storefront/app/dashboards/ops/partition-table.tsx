import type { PartitionStatus } from "@slipstream/contracts/stream-status";
import { figureText } from "../figure-text.ts";

const STALLED_SECONDS = 60;

const columns: readonly { head: string; read: (row: PartitionStatus) => string }[] = [
  { head: "Pending", read: ({ pending }) => figureText(pending) },
  {
    head: "In hand / limit",
    read: ({ ackPending, ackPendingLimit }) =>
      `${figureText(ackPending)} / ${figureText(ackPendingLimit)}`,
  },
  { head: "Lag, s", read: ({ lagSeconds }) => figureText(lagSeconds) },
  { head: "Events/s", read: ({ ratePerSecond }) => figureText(ratePerSecond) },
  { head: "Redelivered", read: ({ redelivered }) => figureText(redelivered) },
  { head: "Watermark", read: ({ watermark }) => String(watermark) },
  { head: "Holder", read: ({ leaseHolder }) => leaseHolder ?? "nobody" },
];

/** A partition that a person should look at now: nobody holds it, or it stands still. */
function needsPerson({ leaseHolder, lagSeconds }: PartitionStatus): boolean {
  return leaseHolder === null || lagSeconds > STALLED_SECONDS;
}

export function PartitionTable({ partitions }: { partitions: readonly PartitionStatus[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label="Partitions" tabIndex={0} className="overflow-x-auto">
      <table className="figures w-full min-w-[44rem] text-right text-14">
        <thead className="border-line border-b text-ink-soft">
          <tr>
            <th scope="col" className="py-2 text-left font-normal">
              Partition
            </th>
            {columns.map(({ head }) => (
              <th key={head} scope="col" className="py-2 pl-6 font-normal">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="font-mono text-12">
          {partitions.map((row) => (
            <tr key={row.partition} className={needsPerson(row) ? "text-error" : ""}>
              <th scope="row" className="py-1.5 text-left font-normal">
                {row.partition}
              </th>
              {columns.map(({ head, read }) => (
                <td key={head} className="py-1.5 pl-6 whitespace-nowrap">
                  {read(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
