import type { ModelList } from "@slipstream/contracts/model-api";
import type { Guardrail } from "@slipstream/contracts/model-reports";
import { Badge } from "../shell/badge.tsx";
import { Section } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { When } from "../shell/when.tsx";
import { shareText } from "./share-text.ts";
import { versionText } from "./version-text.ts";

type Canary = ModelList["canaries"][number];

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

/** What the elected server thinks of a canary, guardrail by guardrail. */
export function CanarySection({ canary }: { canary: Canary }) {
  const { name, version, share, verdict, reason, guardrails, at } = canary;
  return (
    <Section
      title={`Canary of ${name}`}
      aside={
        <>
          looked at <When at={at} time />
        </>
      }
    >
      <p className="measure mb-4 text-14">
        {`The version of ${versionText(version)}, at ${shareText(share)}, ${verdicts[verdict]}: ${reason}.`}
      </p>
      <DataTable<Guardrail>
        caption={`Guardrails of ${name}`}
        rows={guardrails}
        rowKey={(guardrail) => guardrail.name}
        minWidth="44rem"
        empty={{ title: "Nothing was looked at" }}
        columns={[
          { key: "name", head: "Guardrail", cell: (guardrail) => words[guardrail.name] },
          { key: "state", head: "Now", cell: ({ state }) => <State state={state} /> },
          { key: "canary", head: "Canary", numeric: true, cell: (row) => figure(row, row.canary) },
          {
            key: "champion",
            head: "Champion",
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
