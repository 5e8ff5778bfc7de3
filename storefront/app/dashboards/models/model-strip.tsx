import type { ModelList } from "@slipstream/contracts/model-api";
import { figureText } from "../figure-text.ts";
import { StatStrip } from "../shell/stat-strip.tsx";
import { shareText } from "./share-text.ts";

/** Five figures that say whether what serves is well. */
export function ModelStrip({ list }: { list: ModelList }) {
  const { server, series, rollbacks, models } = list;
  const champion = models.find(({ name, stage }) => name === "ranker" && stage === "champion");
  const { predicted = 0, reciprocal = 0, championReciprocal = 0 } = champion?.figures ?? {};
  const mean = (sum: number) => (predicted === 0 ? "–" : (sum / predicted).toFixed(3));
  const points = series.find(({ stage }) => stage === "champion")?.points ?? [];
  return (
    <StatStrip
      stats={[
        {
          label: "MRR@20, champion",
          value: mean(reciprocal),
          note: `last day; the blend ${mean(championReciprocal)}`,
          values: points.flatMap(({ mrr }) => (mrr === null ? [] : [mrr])),
        },
        {
          label: "Visits predicted",
          value: figureText(predicted),
          note: "before they were learnt, last day",
        },
        {
          label: "Index recall",
          value: recallText(server),
          note: server?.recall
            ? `${figureText(server.recall.samples)} sampled`
            : "beside an exact scan",
        },
        {
          label: "Beside the index",
          value: figureText(server?.index.side),
          unit: "vectors",
          note: `${figureText(server?.index.builds)} builds, ${figureText(server?.index.failedBuilds)} failed`,
        },
        { label: "Taken back", value: figureText(rollbacks), note: "last week" },
      ]}
    />
  );
}

function recallText(server: ModelList["server"]): string {
  if (server === undefined) return "–";
  if (server.index.kind === "exact") return "exact";
  return server.recall ? shareText(server.recall.mean) : "–";
}
