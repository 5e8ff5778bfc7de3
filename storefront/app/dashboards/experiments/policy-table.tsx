import type { ExperimentDetail, ExperimentResult } from "@slipstream/contracts/experiment-api";
import { figureText } from "../figure-text.ts";
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
      alignTop
      columns={[
        { key: "arm", head: "Arm", cell: (policy) => <Arm {...policy} /> },
        { key: "robust", head: "Doubly robust", numeric: true, cell: ({ robust }) => text(robust) },
        { key: "snips", head: "SNIPS", numeric: true, cell: ({ snips }) => text(snips) },
        { key: "ips", head: "IPS", numeric: true, cell: ({ ips }) => text(ips) },
        {
          key: "effective",
          head: "Visitors that count",
          numeric: true,
          cell: ({ effective }) =>
            effective === undefined ? "–" : figureText(Math.round(effective)),
        },
      ]}
    />
  );
}

function Arm({ arm, effective }: Policy) {
  return (
    <>
      {arm}
      {effective === 0 && (
        <span className="block text-12 font-normal text-ink-soft">
          cannot be estimated: nobody on record was shown it
        </span>
      )}
    </>
  );
}
