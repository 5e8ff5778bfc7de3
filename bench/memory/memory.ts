import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import { residentWith } from "../recommend/measure-catalogue.ts";
import { randomRanker } from "../recommend/random-ranker.ts";
import { withScratchFolder } from "../scratch-folder.ts";
import { measureVisitors } from "./visitors.ts";

export interface MemorySettings {
  visitors: number;
  /** Items that each visitor sees. */
  seen: number;
  /** Two sizes of catalogue, or none. */
  items: number[];
}

const GOAL_BYTES_PER_VISITOR = 2 * 1024;

/** What one more visitor takes in Redis, and one more item in the model server. */
export async function measureMemory(
  settings: MemorySettings,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  const { perVisitor, byKind } = await withScratchFolder((folder) =>
    measureVisitors({ ...settings, folder, tell }),
  );
  const rows = [
    figureRow("redis.bytes_per_visitor", perVisitor, "B", { goal: GOAL_BYTES_PER_VISITOR }),
    ...[...byKind].map(([kind, bytes]) => figureRow(`redis.${kind}.bytes_per_visitor`, bytes, "B")),
  ];
  const [few, many] = settings.items.toSorted((a, b) => a - b);
  if (few === undefined || many === undefined || few === many) return rows;
  const ranker = randomRanker();
  const resident = (items: number) =>
    withScratchFolder((folder) => residentWith({ items, folder, ranker, tell }));
  const [least, most] = [await resident(few), await resident(many)];
  return [...rows, figureRow("model_server.bytes_per_item", (most - least) / (many - few), "B")];
}
