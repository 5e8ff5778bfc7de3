import type { ModelList } from "@slipstream/contracts/model-api";
import { figureText } from "../figure-text.ts";
import { clockText } from "../ops/clock-text.ts";
import { AsNumbers } from "../shell/as-numbers.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { versionText } from "./version-text.ts";

type Series = ModelList["series"];
type Row = Series[number]["points"][number] & Pick<Series[number], "version" | "stage">;

/** What the charts draw, as numbers: the newest first. */
export function SeriesTable({ series }: { series: Series }) {
  const rows = series
    .flatMap(({ version, stage, points }) => points.map((point) => ({ version, stage, ...point })))
    .sort((left, right) => right.at - left.at);
  const mean = (value: number | null) => value?.toFixed(3) ?? "–";
  return (
    <div className="mt-6">
      <AsNumbers title="The charts as numbers">
        {() => (
          <DataTable<Row>
            caption="The charts as numbers"
            minWidth="44rem"
            rows={rows}
            rowKey={({ at, version, stage }) => `${at} ${version} ${stage}`}
            empty={{ title: "Nothing was seen in this time" }}
            columns={[
              { key: "at", head: "Time (UTC)", cell: ({ at }) => clockText(at) },
              { key: "version", head: "Version", cell: ({ version }) => versionText(version) },
              { key: "stage", head: "Stage", cell: ({ stage }) => stage },
              { key: "mrr", head: "MRR@20", numeric: true, cell: ({ mrr }) => mean(mrr) },
              {
                key: "recall",
                head: "Recall@20",
                numeric: true,
                cell: ({ recall }) => mean(recall),
              },
              {
                key: "beside",
                head: "Beside: MRR@20",
                numeric: true,
                cell: ({ besideMrr }) => mean(besideMrr),
              },
              {
                key: "p99",
                head: "p99, ms",
                numeric: true,
                cell: ({ p99Ms }) => figureText(p99Ms ?? undefined),
              },
            ]}
          />
        )}
      </AsNumbers>
    </div>
  );
}
