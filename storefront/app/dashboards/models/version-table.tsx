import type { StoredModel } from "@slipstream/contracts/model-api";
import { latencyQuantileMs } from "@slipstream/contracts/model-figures";
import { figureText } from "../figure-text.ts";
import { Badge, type Tone } from "../shell/badge.tsx";
import { type Column, DataTable } from "../shell/data-table.tsx";
import { When } from "../shell/when.tsx";
import { shareText } from "./share-text.ts";
import { StageActions } from "./stage-actions.tsx";
import { versionText } from "./version-text.ts";

const tones: Readonly<Record<StoredModel["stage"], Tone>> = {
  candidate: "quiet",
  shadow: "plain",
  canary: "warning",
  champion: "strong",
  retired: "quiet",
};

const columns: readonly Column<StoredModel>[] = [
  {
    key: "version",
    head: "Version (UTC)",
    cell: ({ version, trainedOn }) => (
      <>
        <span className="figures whitespace-nowrap" title={version}>
          {versionText(version)}
        </span>
        <span className="block text-12 font-normal text-ink-soft">
          {`${figureText(trainedOn.events)} events, ${trainedOn.dataset}`}
        </span>
      </>
    ),
  },
  {
    key: "stage",
    head: "Stage",
    cell: ({ stage, trafficShare, stageChangedAt }) => (
      <>
        <Badge tone={tones[stage]}>
          {stage === "canary" ? `canary ${shareText(trafficShare)}` : stage}
        </Badge>
        {stageChangedAt && (
          <span className="block text-12 whitespace-nowrap text-ink-soft">
            since <When at={stageChangedAt} time />
          </span>
        )}
      </>
    ),
  },
  {
    key: "held",
    head: "MRR@20, held out",
    numeric: true,
    cell: ({ metrics }) => {
      const { value, low, high } = metrics["mrr@20"] ?? {};
      return <Interval value={value} low={low} high={high} />;
    },
  },
  {
    key: "live",
    head: "MRR@20, live",
    numeric: true,
    cell: ({ figures }) =>
      figures && figures.predicted > 0 ? (
        <Figure
          main={(figures.reciprocal / figures.predicted).toFixed(3)}
          note={`beside ${(figures.championReciprocal / figures.predicted).toFixed(3)}, ${figureText(figures.predicted)} visits`}
        />
      ) : (
        "–"
      ),
  },
  {
    key: "answers",
    head: "Answers",
    numeric: true,
    cell: ({ figures }) =>
      figures && figures.answers > 0 ? (
        <Figure
          main={figureText(figures.answers)}
          note={`p99 ${figureText(latencyQuantileMs(figures, 0.99))} ms, ${shareText(figures.clicked / figures.answers)} pressed, ${figureText(figures.failed)} failed`}
        />
      ) : (
        "–"
      ),
  },
  {
    key: "agreement",
    head: "Beside the champion",
    numeric: true,
    cell: ({ figures }) =>
      figures && figures.compared > 0 ? (
        <Figure
          main={`${shareText(figures.overlap / figures.compared)} alike`}
          note={`ranks ${(figures.correlation / figures.compared).toFixed(2)}, ${figureText(figures.scoringMs / figures.compared)} ms`}
        />
      ) : (
        "–"
      ),
  },
];

/** The versions of one name, the newest first. */
export function VersionTable({
  name,
  models,
  mayChange,
}: {
  name: string;
  models: readonly StoredModel[];
  mayChange: boolean;
}) {
  const actions: Column<StoredModel> = {
    key: "actions",
    head: "",
    numeric: true,
    cell: (model) => <StageActions model={model} />,
  };
  return (
    <DataTable<StoredModel>
      caption={`Versions of ${name}`}
      rows={models}
      rowKey={({ version }) => version}
      minWidth="60rem"
      alignTop
      columns={mayChange ? [...columns, actions] : columns}
      empty={{ title: "No version yet" }}
    />
  );
}

function Interval(of: {
  value: number | undefined;
  low: number | undefined;
  high: number | undefined;
}) {
  if (of.value === undefined) return "–";
  const { value, low, high } = of;
  const note =
    low === undefined || high === undefined ? "" : `${low.toFixed(3)} to ${high.toFixed(3)}`;
  return <Figure main={value.toFixed(3)} note={note} />;
}

function Figure({ main, note }: { main: string; note: string }) {
  return (
    <>
      <span className="font-mono">{main}</span>
      <span className="block text-12 whitespace-nowrap text-ink-soft">{note}</span>
    </>
  );
}
