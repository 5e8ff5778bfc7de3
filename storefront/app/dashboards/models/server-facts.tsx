import type { ModelServerStatus } from "@slipstream/contracts/model-server-status";
import { figureText } from "../figure-text.ts";
import { FactList } from "../shell/fact-list.tsx";
import { versionText } from "./version-text.ts";

/** How the learnt vectors and their index stand in the model server that was asked. */
export function ServerFacts({ server }: { server: ModelServerStatus }) {
  const { index, norms, recall } = server;
  const length = (value: number | undefined) => value?.toFixed(2) ?? "–";
  return (
    <FactList
      facts={{
        Products: figureText(server.products),
        "With a learnt vector": figureText(server.vectors),
        "Their lengths, p10, p50, p90": `${length(norms?.p10)}, ${length(norms?.p50)}, ${length(norms?.p90)}`,
        "The longest": length(norms?.max),
        Search: index.kind === "exact" ? "exact scan, since they are few" : `HNSW, ef ${index.ef}`,
        "Recall against the exact scan": recall
          ? recall.mean.toFixed(3)
          : index.kind === "exact"
            ? "1, by itself"
            : "–",
        "Beside the graph, scanned": figureText(index.side),
        "Waiting to be refreshed": figureText(index.dirty),
        "Graphs built, failed": `${figureText(index.builds)}, ${figureText(index.failedBuilds)}`,
        "Loaded since experiments name them":
          server.tried.length === 0 ? "none" : server.tried.map(versionText).join("; "),
        "Decides for all servers": server.elected ? "yes" : "no, another does",
      }}
    />
  );
}
