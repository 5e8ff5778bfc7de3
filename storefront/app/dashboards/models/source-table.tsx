import type { ModelList } from "@slipstream/contracts/model-api";
import { figureText } from "../figure-text.ts";
import { Section } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { When } from "../shell/when.tsx";
import { versionText } from "./version-text.ts";

type Source = NonNullable<ModelList["sources"]>["sources"][number];

/** How well each source by itself knew what came next, beside decayed popularity on the same visits. */
export function SourceSection({ sources }: { sources: ModelList["sources"] }) {
  return (
    <Section
      title="Sources and batch models, live"
      aside={
        sources && (
          <>
            looked at <When at={sources.at} time />
          </>
        )
      }
    >
      <p className="measure mb-4 text-14">
        Each visit is predicted before it is learnt: where it stood in the list of each source, the
        champions of batch models among them, over the last visits. Popularity is the decayed one,
        on the same visits.
      </p>
      <DataTable<Source>
        caption="How well each source knew the next visit"
        rows={sources?.sources ?? []}
        rowKey={({ name }) => name}
        minWidth="44rem"
        alignTop
        empty={{ title: "Nothing was predicted yet", children: "It begins with the visits." }}
        columns={[
          { key: "name", head: "Source", cell: (source) => <Name {...source} /> },
          { key: "mrr", head: "MRR@20", numeric: true, cell: ({ mrrAt20 }) => mean(mrrAt20) },
          {
            key: "besideMrr",
            head: "Popularity's",
            numeric: true,
            cell: ({ besideMrr }) => mean(besideMrr),
          },
          {
            key: "recall",
            head: "Recall@20",
            numeric: true,
            cell: ({ recallAt20 }) => mean(recallAt20),
          },
          {
            key: "besideRecall",
            head: "Popularity's",
            numeric: true,
            cell: ({ besideRecall }) => mean(besideRecall),
          },
          {
            key: "visits",
            head: "Visits",
            numeric: true,
            cell: ({ visits }) => figureText(visits),
          },
        ]}
      />
    </Section>
  );
}

function Name({ name, version }: Source) {
  return (
    <>
      {name.replaceAll("_", " ")}
      {version && (
        <span className="block text-12 font-normal whitespace-nowrap text-ink-soft">
          {`of ${versionText(version)}`}
        </span>
      )}
    </>
  );
}

function mean(value: number) {
  return <span className="font-mono">{value.toFixed(3)}</span>;
}
