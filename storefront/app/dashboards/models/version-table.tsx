import type { ModelList, StoredModel } from "@slipstream/contracts/model-api";
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

type Source = NonNullable<ModelList["sources"]>["sources"][number];
/** A version with what is known of it as a source, while it is the champion of a batch model. */
type Row = StoredModel & { source: Source | undefined };

const columns: readonly Column<Row>[] = [
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
    cell: ({ figures, source }) => <Live figures={figures} source={source} />,
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
  sources,
  mayChange,
}: {
  name: string;
  models: readonly StoredModel[];
  sources: ModelList["sources"];
  mayChange: boolean;
}) {
  const sourceOf = ({ version, stage }: StoredModel) =>
    stage === "champion"
      ? sources?.sources.find((each) => each.name === name && each.version === version)
      : undefined;
  const actions: Column<Row> = {
    key: "actions",
    head: "",
    numeric: true,
    cell: (model) => <StageActions model={model} />,
  };
  return (
    <DataTable<Row>
      caption={`Versions of ${name}`}
      rows={models.map((model) => ({ ...model, source: sourceOf(model) }))}
      rowKey={({ version }) => version}
      minWidth="60rem"
      alignTop
      columns={mayChange ? [...columns, actions] : columns}
      empty={{ title: "No version yet" }}
    />
  );
}

/** Beside the champion or the blend on the same visits; of a source, beside decayed popularity. */
function Live({ figures, source }: Pick<Row, "figures" | "source">) {
  const seen = figures && figures.predicted > 0 ? figures.predicted : undefined;
  if (figures && seen !== undefined && source === undefined) {
    const beside = (figures.championReciprocal / seen).toFixed(3);
    return (
      <Figure
        main={(figures.reciprocal / seen).toFixed(3)}
        note={`beside ${beside}, ${figureText(seen)} visits`}
      />
    );
  }
  if (source === undefined || source.visits === 0) return "–";
  const note = `popularity ${source.besideMrr.toFixed(3)}, ${figureText(source.visits)} visits`;
  return <Figure main={source.mrrAt20.toFixed(3)} note={note} />;
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
