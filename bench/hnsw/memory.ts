import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import { SIDE_LIMIT } from "@slipstream/model-server/index/item-index";
import type { MadeUpVectors } from "./made-up-vectors.ts";
import type { MeasuredIndex } from "./measured-index.ts";

const GOAL_GIB = 3;
const BYTES_PER_GIB = 1024 ** 3;
const LOOK_INTERVAL_MS = 50;

/**
 * What the process holds once the graph stands, and at most while a new one is built beside it,
 * which is what a model server must have room for. The made-up vectors themselves are taken off.
 */
export async function memoryRows(
  made: MadeUpVectors,
  { index, put }: MeasuredIndex,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  const ownGib = made.rows.byteLength / BYTES_PER_GIB;
  const resident = () => process.memoryUsage.rss() / BYTES_PER_GIB - ownGib;
  const settled = resident();
  tell("building a second graph beside the first, for its memory …");
  let highest = settled;
  const looking = setInterval(() => {
    highest = Math.max(highest, resident());
  }, LOOK_INTERVAL_MS);
  const { version } = index.status();
  for (let row = 0; !index.status().building; row++) {
    put(row % made.count, made.drifted(row % made.count));
    // Rounds of upkeep, which see that too much has moved.
    if (row % SIDE_LIMIT === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await index.settled();
  clearInterval(looking);
  if (index.status().version === version) throw new Error("no second graph was built");
  const name = `memory.${made.count / 1_000_000}m`;
  return [
    figureRow(`${name}`, Math.max(highest, resident()), "GiB", { goal: GOAL_GIB }),
    figureRow(`${name}.between_builds`, settled, "GiB"),
    figureRow(`${name}.after`, resident(), "GiB"),
  ];
}
