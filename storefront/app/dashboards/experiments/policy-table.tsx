import type { ExperimentDetail, ExperimentResult } from "@slipstream/contracts/experiment-api";
import { DataTable } from "../shell/data-table.tsx";
import { useMetricText } from "./metric-text.ts";

type Policy = NonNullable<ExperimentResult["policies"]>[number];
type Value = Policy["snips"];

/** What each arm would have brought of everybody, by three estimates that ought to agree. */
export function PolicyTable({
  experiment: { metric, currency },
  policies,
}: {
  experiment: ExperimentDetail;
  policies: readonly Policy[];
}) {
  const write = useMetricText(currency);
  const text = (value: Value) =>
    value
      ? `${write(metric, value.value)} (${write(metric, value.low)} to ${write(metric, value.high)})`
      : "–";
  return (
    <DataTable<Policy>
      caption="What each arm would have brought"
      minWidth="44rem"
      rows={policies}
      rowKey={({ arm }) => arm}
      empty={{ title: "Nobody has seen an arm yet" }}
      columns={[
        { key: "arm", head: "Arm", cell: ({ arm }) => arm },
        { key: "robust", head: "Doubly robust", numeric: true, cell: ({ robust }) => text(robust) },
        { key: "snips", head: "SNIPS", numeric: true, cell: ({ snips }) => text(snips) },
        { key: "ips", head: "IPS", numeric: true, cell: ({ ips }) => text(ips) },
      ]}
    />
  );
}
