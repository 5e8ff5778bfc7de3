import type { ModelList } from "@slipstream/contracts/model-api";
import { Badge, type Tone } from "../shell/badge.tsx";
import { Section } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { When } from "../shell/when.tsx";

type Training = ModelList["trainings"][number];

const tones: Readonly<Record<Training["outcome"], Tone>> = {
  running: "strong",
  done: "plain",
  failed: "error",
  stopped: "quiet",
};

/** Trainings that were begun on schedule or on drift: tried, and what became of each. */
export function TrainingSection({ trainings }: { trainings: readonly Training[] }) {
  return (
    <Section title="Trainings that were tried" aside="on schedule or on drift">
      <DataTable<Training>
        caption="Trainings that were tried"
        rows={trainings}
        rowKey={({ at }) => String(at)}
        empty={{
          title: "None began by itself yet",
          children: (
            <>
              <code>npm start -- --retrain-every 24h</code> or <code>npm run retrain</code> trains
              again and again.
            </>
          ),
        }}
        columns={[
          {
            key: "at",
            head: "Begun (UTC)",
            cell: ({ at }) => <When at={new Date(at).toISOString()} time />,
          },
          {
            key: "outcome",
            head: "Outcome",
            cell: ({ outcome }) => <Badge tone={tones[outcome]}>{outcome}</Badge>,
          },
          { key: "reason", head: "Since", cell: ({ reason }) => reason },
          {
            key: "took",
            head: "Took, s",
            numeric: true,
            cell: ({ tookMs }) => (tookMs === undefined ? "–" : String(Math.round(tookMs / 1000))),
          },
        ]}
      />
    </Section>
  );
}
