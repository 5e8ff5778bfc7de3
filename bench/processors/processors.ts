import { findDataset } from "@slipstream/dev/datasets/find";
import { readPositiveEvents } from "@slipstream/dev/datasets/positive-events";
import { type FigureRow, figureRow } from "@slipstream/dev/traffic/figures";
import { logOf } from "@slipstream/model-server/training/log";
import { cohorts } from "./cohorts.ts";
import { prequentialQuality } from "./convergence.ts";
import { processorsPerSecond } from "./scaling.ts";
import { type Positive, positivesOf } from "./stream.ts";
import type { Way } from "./ways.ts";

export interface ProcessorsSettings {
  /** Data set whose events are learnt. */
  dataset: string;
  /** Events of all processors between two times that they hear of each other. */
  staleness: number[];
  /** One event in so many is predicted. */
  every: number;
  /** How learners share what they learn: `sum` is how the processors do it. */
  ways: Way[];
  /** Events on the log whose throughput is measured; 0 leaves that out. */
  events: number;
  /** Share of one core that each processor has. */
  cpuShare: number;
}

const DIMENSIONS = 64;
const REPLAYS = 1;
const LEARNERS = [2, 4];
/** Several processors must be as good as one but for so much. */
const QUALITY_RATIO = 0.98;
/** And two of the same small quota faster than one by so much. */
const SPEED_RATIO = 1.6;

/** Several processors beside one: what they learn, and how much faster they are. */
export async function measureProcessors(
  settings: ProcessorsSettings,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  const rows: FigureRow[] = [];
  if (settings.ways.length > 0) {
    const { events } = await readPositiveEvents(findDataset(settings.dataset));
    rows.push(...qualityRows(positivesOf(logOf(events)), settings, tell));
  }
  if (settings.events > 0) rows.push(...(await speedRows(settings, tell)));
  return rows;
}

function qualityRows(
  stream: readonly Positive[],
  settings: ProcessorsSettings,
  tell: (message: string) => void,
): FigureRow[] {
  const rows: FigureRow[] = [];
  const measured = (way: Way, learners: number, staleness: number) => {
    tell(`${stream.length} events, ${learners} × ${way}, apart for ${staleness} …`);
    const cohort = cohorts[way]({ dims: DIMENSIONS, learners, replays: REPLAYS });
    return prequentialQuality(stream, cohort, { staleness, every: settings.every });
  };
  const one = measured("sum", 1, Math.max(...settings.staleness));
  rows.push(
    figureRow("recall_at_20.1", one.recall, "share"),
    figureRow("mrr_at_20.1", one.mrr, ""),
  );
  for (const way of settings.ways) {
    for (const learners of LEARNERS) {
      for (const staleness of settings.staleness) {
        const several = measured(way, learners, staleness);
        const name = `${learners}.${way}.${staleness}`;
        const goal = way === "sum" ? { goalRatio: QUALITY_RATIO, atLeast: true } : {};
        rows.push(
          figureRow(`recall_at_20.${name}`, several.recall, "", { baseline: one.recall, ...goal }),
          figureRow(`mrr_at_20.${name}`, several.mrr, "", { baseline: one.mrr, ...goal }),
        );
      }
    }
  }
  return rows;
}

async function speedRows(
  { events, cpuShare }: ProcessorsSettings,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  const perSecond: number[] = [];
  for (const processors of [1, 2]) {
    tell(`${events} events, ${processors} processors with ${cpuShare} of a core each …`);
    perSecond.push(await processorsPerSecond({ processors, events, cpuShare }));
  }
  const [one, two] = perSecond as [number, number];
  const beside = { baseline: one, goalRatio: SPEED_RATIO, atLeast: true };
  return [
    figureRow("events_per_second.1", one, "events/s"),
    figureRow("events_per_second.2", two, "events/s", beside),
  ];
}
