import { randomFrom } from "@slipstream/algorithms/random";
import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import type { HierarchicalNSW } from "hnswlib-node";
import { percentile } from "../percentiles.ts";
import { type MadeUpVectors, madeUpVectors } from "./made-up-vectors.ts";
import {
  exactly,
  K,
  type MeasuredIndex,
  openIndex,
  rawGraph,
  recallAgainst,
} from "./measured-index.ts";
import { memoryRows } from "./memory.ts";

export interface HnswSettings {
  items: number;
  /** How long the vectors move. */
  seconds: number;
  /** Share of the vectors that move in a minute. */
  movingPerMinute: number;
}

const SEED = 5;
const GOAL_RECALL = 0.99;
const GOAL_LATENCY_RATIO = 1.5;
const GOAL_STALL_MS = 2;
/** From here on memory is measured too, which takes a second build. */
const MANY_ITEMS = 1_000_000;
const WARM_UP_QUERIES = 500;
const STILL_QUERIES = 3_000;
const QUERY_INTERVAL_MS = 10;
/** One query in so many is checked against the exact scan. */
const CHECK_EVERY = 10;
const MOVE_INTERVAL_MS = 20;

/** What one phase found; times in ms. */
interface Phase {
  times: number[];
  rawTimes: number[];
  exactTimes: number[];
  recalls: number[];
  rawRecalls: number[];
}

/**
 * The model server's vector index beside the library alone at the same ef, and beside the exact
 * scan: the same session-like queries, taking turns, first while nothing moves, then while a writer
 * moves vectors at a steady pace, more than half of them so far that the index must follow. The
 * library's graph stays as it was built; what is true is worked out anew at the very moment.
 */
export async function measureHnsw(
  settings: HnswSettings,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  const made = madeUpVectors(settings.items, SEED);
  tell(`building a graph of ${settings.items} vectors …`);
  const begun = performance.now();
  const measured = openIndex(made);
  await measured.index.settled();
  const buildSeconds = (performance.now() - begun) / 1000;
  try {
    const memory = settings.items < MANY_ITEMS ? [] : await memoryRows(made, measured, tell);
    const { ef } = measured.index.status();
    tell(`building the library's own; ef ${ef} was chosen …`);
    const raw = rawGraph(made);
    raw.setEf(ef);
    const run = { made, measured, raw };
    queriesInTurn(run, WARM_UP_QUERIES, emptyPhase());
    const still = emptyPhase();
    queriesInTurn(run, STILL_QUERIES, still);
    measured.rounds.length = 0;
    tell(`moving ${settings.movingPerMinute * 100} % of the vectors a minute …`);
    const moving = await whileMoving(run, settings);
    const { rounds } = measured;
    return [
      ...rowsOf(still, moving),
      figureRow("update.stall.p99", percentile(rounds, 0.99), "ms", { goal: GOAL_STALL_MS }),
      figureRow("update.stall.max", percentile(rounds, 1), "ms"),
      figureRow("update.share_of_thread", sum(rounds) / settings.seconds / 10, "%"),
      figureRow("graph.ef", ef, ""),
      figureRow("graph.builds", measured.index.status().version, ""),
      figureRow("graph.build", buildSeconds, "s"),
      ...memory,
    ];
  } finally {
    measured.index.close();
  }
}

interface Run {
  made: MadeUpVectors;
  measured: MeasuredIndex;
  raw: HierarchicalNSW;
}

/** Index and library in turn, the one first and then the other, so that neither warms the other. */
function queriesInTurn({ made, measured, raw }: Run, count: number, phase: Phase): void {
  for (let at = 0; at < count; at++) {
    const query = made.query();
    let found: number[] = [];
    let rawFound: number[] = [];
    const askIndex = () => {
      const begun = performance.now();
      const neighbours = measured.index.nearest(query, K);
      phase.times.push(performance.now() - begun);
      found = neighbours.map(({ row }) => row);
    };
    const askRaw = () => {
      const begun = performance.now();
      rawFound = raw.searchKnn(Array.from(query), K).neighbors;
      phase.rawTimes.push(performance.now() - begun);
    };
    for (const ask of phase.times.length % 2 === 0 ? [askIndex, askRaw] : [askRaw, askIndex]) ask();
    if (phase.times.length % CHECK_EVERY !== 0) continue;
    const begun = performance.now();
    const truth = exactly(measured.vectors, query);
    phase.exactTimes.push(performance.now() - begun);
    phase.recalls.push(recallAgainst(truth, found));
    phase.rawRecalls.push(recallAgainst(truth, rawFound));
  }
}

/** Queries one by one, while each vector in turn, in no order of theirs, is moved at its time. */
async function whileMoving(run: Run, settings: HnswSettings): Promise<Phase> {
  const { made, measured } = run;
  const order = shuffled(made.count);
  const perMs = (settings.movingPerMinute * made.count) / 60_000;
  const begun = performance.now();
  let moved = 0;
  const writer = setInterval(() => {
    for (const due = (performance.now() - begun) * perMs; moved < due; moved++) {
      const row = order[moved % made.count]!;
      measured.put(row, made.drifted(row));
    }
  }, MOVE_INTERVAL_MS);
  const phase = emptyPhase();
  try {
    while (performance.now() - begun < settings.seconds * 1000) {
      await new Promise((resolve) => setTimeout(resolve, QUERY_INTERVAL_MS));
      queriesInTurn(run, 1, phase);
    }
  } finally {
    clearInterval(writer);
  }
  return phase;
}

function rowsOf(still: Phase, moving: Phase): FigureRow[] {
  const recall = (name: string, phase: Phase) =>
    figureRow(`recall_at_${K}.${name}`, mean(phase.recalls), "", {
      baseline: mean(still.rawRecalls),
      goal: GOAL_RECALL,
      atLeast: true,
    });
  const time = (name: string, phase: Phase, quantile: number) =>
    figureRow(name, percentile(phase.times, quantile), "ms", {
      baseline: percentile(phase.rawTimes, quantile),
      goalRatio: GOAL_LATENCY_RATIO,
    });
  return [
    recall("still", still),
    recall("moving", moving),
    figureRow(`recall_at_${K}.never_updated`, mean(moving.rawRecalls), ""),
    // Under change, which is how the server lives.
    time("query.p50", moving, 0.5),
    time("query.p99", moving, 0.99),
    time("query.still.p50", still, 0.5),
    time("query.still.p99", still, 0.99),
    figureRow("query.still.exact.p50", percentile(still.times, 0.5), "ms", {
      baseline: percentile(still.exactTimes, 0.5),
    }),
  ];
}

function emptyPhase(): Phase {
  return { times: [], rawTimes: [], exactTimes: [], recalls: [], rawRecalls: [] };
}

/** Fisher and Yates. */
function shuffled(count: number): Uint32Array {
  const random = randomFrom([SEED, count]);
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  for (let at = count - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
