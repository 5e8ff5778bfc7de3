import type { DriftAnswer } from "@slipstream/contracts/model-api";
import type { ColumnDrift } from "@slipstream/contracts/model-reports";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Notice } from "../../ui/notice.tsx";
import { figureText } from "../figure-text.ts";
import { SilenceNotice } from "../ops/silence-notice.tsx";
import { useLive } from "../ops/use-polling.ts";
import { Badge } from "../shell/badge.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { StatStrip } from "../shell/stat-strip.tsx";
import { When } from "../shell/when.tsx";
import type { Route } from "./+types/drift";
import { ShareBars } from "./share-bars.tsx";
import { versionText } from "./version-text.ts";

const POLL_MS = 15_000;
/** Customary bounds of the population stability index. */
const WATCH = 0.1;
const DRIFTED = 0.25;

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  return answerOf(client.api.ops.drift.$get(), request);
}

export default function Drift({ loaderData }: Route.ComponentProps) {
  const { latest = loaderData, silent } = useLive<DriftAnswer>(
    "/api/ops/drift",
    loaderData,
    POLL_MS,
  );
  return (
    <DashboardPage
      title="Drift"
      lead="What the ranker reads and says lately, held against what was served when it was trained. Below 0.1 it is the same, above 0.25 it is another: train anew."
    >
      {silent && <SilenceNotice />}
      <Report drift={latest} />
    </DashboardPage>
  );
}

function Report({ drift }: { drift: DriftAnswer }) {
  const { report, at, champion } = drift;
  if (champion === undefined) {
    return (
      <Notice title="No trained ranker serves">
        The blend learns with every event: it has no window to drift from.
      </Notice>
    );
  }
  if (report === undefined || at === undefined || report.version !== champion) {
    return (
      <Notice title="Too few answers yet">
        {`A report wants 200 answers of the ranker of ${versionText(champion)} among 3,200 that are drawn from the last 20,000. One is made every minute.`}
      </Notice>
    );
  }
  const { columns, answers, rows } = report;
  const score = columns.find(({ feature }) => feature === "score");
  const above = (bound: number) => columns.filter(({ psi }) => psi > bound).length;
  return (
    <>
      <StatStrip
        stats={[
          { label: "Score, PSI", value: psiText(score?.psi), note: stateWord(score?.psi ?? 0) },
          {
            label: "Drifted",
            value: figureText(above(DRIFTED)),
            unit: "columns",
            note: `PSI above ${DRIFTED}`,
          },
          {
            label: "To be watched",
            value: figureText(above(WATCH) - above(DRIFTED)),
            unit: "columns",
            note: `PSI ${WATCH} to ${DRIFTED}`,
          },
          {
            label: "Answers",
            value: figureText(answers),
            note: `${figureText(rows)} rows of them`,
          },
          {
            label: "Columns",
            value: figureText(columns.length),
            note: `ranker of ${versionText(report.version)}`,
          },
        ]}
      />
      <Section
        title="Columns"
        aside={
          <>
            looked at <When at={at} time />
          </>
        }
      >
        <ColumnTable columns={columns} />
      </Section>
    </>
  );
}

function ColumnTable({ columns }: { columns: readonly ColumnDrift[] }) {
  return (
    <DataTable<ColumnDrift>
      caption="Drift of each column"
      rows={columns}
      rowKey={({ feature }) => feature}
      minWidth="44rem"
      empty={{ title: "The ranker reads no columns" }}
      columns={[
        {
          key: "feature",
          head: "Column",
          cell: ({ feature }) => <span className="font-mono text-12">{feature}</span>,
        },
        { key: "psi", head: "PSI", numeric: true, cell: ({ psi }) => psiText(psi) },
        { key: "ks", head: "KS", numeric: true, cell: ({ ks }) => ks.toFixed(2) },
        { key: "state", head: "State", cell: (column) => <State column={column} /> },
        {
          key: "shares",
          head: "Shares: training, now",
          cell: (column) => <ShareBars column={column} />,
        },
      ]}
    />
  );
}

function psiText(psi: number | undefined): string {
  return psi?.toFixed(3) ?? "–";
}

function stateWord(psi: number): string {
  if (psi > DRIFTED) return "drifted";
  return psi > WATCH ? "to be watched" : "the same";
}

/** Red is the score alone: what a person should act on. */
function State({ column: { psi, feature } }: { column: ColumnDrift }) {
  const drifted = feature === "score" ? "error" : "warning";
  const tone = psi > DRIFTED ? drifted : psi > WATCH ? "plain" : "quiet";
  return <Badge tone={tone}>{stateWord(psi)}</Badge>;
}
