import type { ModelList } from "@slipstream/contracts/model-api";
import type { Guardrail } from "@slipstream/contracts/model-reports";
import { Badge } from "../shell/badge.tsx";
import { Section } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { When } from "../shell/when.tsx";
import { shareText } from "./share-text.ts";
import { versionText } from "./version-text.ts";

type Canary = ModelList["canaries"][number];
type Champion = ModelList["champions"][number];
type Row = Guardrail & { label: string };

const words: Readonly<Record<Guardrail["name"], string>> = {
  errors: "Failed or late",
  latency: "Slower than the champion's p99",
  clicks: "Pressed",
  quality: "MRR@20 of what came next",
};
const verdicts = {
  back: "was taken back",
  step: "goes on",
  hold: "stays as it is",
} as const;

/** What a champion is looked at in, in the order of its guardrails: they begin with its time as one. */
const windows = ["its present week", "its present day", "its present 5 minutes"];

/** What the elected server thinks of a canary, guardrail by guardrail. */
export function CanarySection({ canary }: { canary: Canary }) {
  const { name, version, share, verdict, reason, guardrails, at } = canary;
  return (
    <Judgement
      title={`Canary of ${name}`}
      text={`The version of ${versionText(version)}, at ${shareText(share)}, ${verdicts[verdict]}: ${reason}.`}
      heads={["Canary", "Champion"]}
      rows={guardrails.map((guardrail) => ({ ...guardrail, label: words[guardrail.name] }))}
      at={at}
    />
  );
}

/** What it thinks of a champion, which goes where the blend is better. */
export function ChampionSection({ champion }: { champion: Champion }) {
  const { name, version, verdict, reason, guardrails, at } = champion;
  return (
    <Judgement
      title={`Champion of ${name}`}
      text={`The version of ${versionText(version)} ${verdicts[verdict]}: ${reason}.`}
      heads={["Champion", "Blend"]}
      rows={guardrails.map((guardrail, row) => ({
        ...guardrail,
        label: `${words[guardrail.name]}, ${windows[row] ?? ""}`,
      }))}
      at={at}
    />
  );
}

interface JudgementProps {
  title: string;
  text: string;
  /** Who is judged, and beside whom. */
  heads: readonly [string, string];
  rows: readonly Row[];
  at: string;
}

function Judgement({ title, text, heads, rows, at }: JudgementProps) {
  return (
    <Section
      title={title}
      aside={
        <>
          looked at <When at={at} time />
        </>
      }
    >
      <p className="measure mb-4 text-14">{text}</p>
      <DataTable<Row>
        caption={`Guardrails: ${title}`}
        rows={rows}
        rowKey={({ label }) => label}
        minWidth="44rem"
        empty={{ title: "Nothing was looked at" }}
        columns={[
          { key: "name", head: "Guardrail", cell: ({ label }) => label },
          { key: "state", head: "Now", cell: ({ state }) => <State state={state} /> },
          { key: "own", head: heads[0], numeric: true, cell: (row) => figure(row, row.canary) },
          {
            key: "other",
            head: heads[1],
            numeric: true,
            cell: (row) => figure(row, row.champion),
          },
          {
            key: "worse",
            head: "Worse by, at any time",
            numeric: true,
            cell: (row) =>
              row.worse ? `${figure(row, row.worse.low)} to ${figure(row, row.worse.high)}` : "–",
          },
          {
            key: "tolerance",
            head: "Allowed",
            numeric: true,
            cell: (row) => figure(row, row.tolerance),
          },
        ]}
      />
    </Section>
  );
}

function State({ state }: { state: Guardrail["state"] }) {
  if (state === "breached") return <Badge tone="error">breached</Badge>;
  return state === "ok" ? <Badge>holds</Badge> : <Badge tone="quiet">too little seen</Badge>;
}

function figure({ name }: Guardrail, value: number): string {
  return name === "quality" ? value.toFixed(3) : shareText(value);
}
