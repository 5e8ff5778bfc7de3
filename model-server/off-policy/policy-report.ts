import {
  type SlotDraw,
  type SlotValue,
  slotValue,
} from "@slipstream/algorithms/experiments/drawn-slot";
import { ips, type PolicyValue } from "@slipstream/algorithms/experiments/off-policy";
import type { PolicyEstimate, PolicyReport } from "@slipstream/contracts/model-reports";
import type { ServedMessage } from "@slipstream/contracts/served";
import { BLEND_COLUMN, rankColumns } from "../rank/rank-columns.ts";
import type { Ranker } from "../rank/ranker.ts";
import { isDrawn, type LoggedDraw, loggedDraw } from "./logged-draw.ts";
import type { View } from "./read-views.ts";

/** Below any of these nothing is said. */
const LEAST = { draws: 200, effective: 100, presses: 10 } as const;
/** Share of the draws in which a ranker's choice may have had no chance. */
const MOST_IMPOSSIBLE = 0.05;

/** Who is asked what he would have chosen. */
export interface Candidate extends Pick<PolicyEstimate, "stage"> {
  version: string;
  ranker: Pick<Ranker, "score">;
}

/** Draws of which is known what came of them, and what each candidate would have chosen. */
interface Gathered {
  from: number;
  to: number;
  places: Map<string, { answers: number; drawn: number }>;
  draws: SlotDraw[];
  /** Of the blend, then of each candidate, in the order of the draws. */
  choices: number[][];
}

/**
 * What the blend and each candidate would have got of the cards that were drawn by chance, had they
 * chosen the best by their own scores from the same items: before the session, rules and variety
 * have their say. Cards that were not seen tell nothing, whatever they were; all other cards are
 * certain, so that nobody can say of them what another would have got in their place.
 */
export async function policyReport(options: {
  messages: AsyncIterable<ServedMessage>;
  views: ReadonlyMap<string, View>;
  candidates: readonly Candidate[];
}): Promise<PolicyReport> {
  const { candidates } = options;
  const { from, to, places, draws, choices } = await gather(options);
  const actual = ips(draws.map(({ reward }) => ({ reward, propensity: 1, target: 1 })));
  const policies = [
    { ranker: "blend" },
    ...candidates.map(({ version: ranker, stage }) => ({ ranker, ...(stage && { stage }) })),
  ];
  return {
    ...{ from, to, seen: draws.length },
    places: Array.from(places, ([placement, counts]) => ({ placement, ...counts })),
    ...(draws.length > 1 ? { actual: shareOf(actual) } : {}),
    policies: policies.map((policy, at) => ({
      ...policy,
      ...estimateOf(slotValue(draws, choices[at]!), draws.length),
    })),
  };
}

async function gather({
  messages,
  views,
  candidates,
}: Parameters<typeof policyReport>[0]): Promise<Gathered> {
  const gathered: Gathered = {
    ...{ from: Number.POSITIVE_INFINITY, to: 0, places: new Map(), draws: [] },
    choices: [[], ...candidates.map(() => [])],
  };
  for await (const message of messages) {
    note(gathered, message);
    const draw = loggedDraw(message);
    const view = views.get(message.requestId);
    if (draw === undefined || view === undefined || !view.seen.has(draw.itemId)) continue;
    const { chances, drawn, itemId } = draw;
    gathered.draws.push({ chances, drawn, reward: Number(view.clicked.has(itemId)) });
    gathered.choices[0]!.push(bestOf(blendScores(draw)));
    for (const [at, { ranker }] of candidates.entries()) {
      gathered.choices[at + 1]!.push(bestOf(await ranker.score(draw.table, noQuery)));
    }
  }
  return { ...gathered, from: Math.min(gathered.from, gathered.to) };
}

function note(gathered: Gathered, message: ServedMessage): void {
  const { servedAt, placement } = message;
  gathered.from = Math.min(gathered.from, servedAt);
  gathered.to = Math.max(gathered.to, servedAt);
  const counts = gathered.places.get(placement) ?? { answers: 0, drawn: 0 };
  gathered.places.set(placement, counts);
  counts.answers++;
  counts.drawn += Number(isDrawn(message));
}

/** Trained rankers read columns alone. */
const noQuery = { recent: [], recentAt: [], earlier: [], now: 0, session: -1 };

/** What the blend said at the time: it has learnt since. */
function blendScores({ table: { rows, values } }: LoggedDraw): Float64Array {
  const column = rankColumns.indexOf(BLEND_COLUMN);
  return Float64Array.from(rows, (_, at) => values[at * rankColumns.length + column]!);
}

/** The first of the highest scores; −1 where there is no number. */
function bestOf(scores: Float64Array): number {
  let best = -1;
  for (const [at, score] of scores.entries()) {
    if (!Number.isNaN(score) && (best < 0 || score > scores[best]!)) best = at;
  }
  return best;
}

function estimateOf(value: SlotValue, draws: number): Omit<PolicyEstimate, "ranker" | "stage"> {
  const { impossible, agreed, rewards: presses, effective } = value;
  const counts = { impossible, agreed, presses, effective };
  const unknown = reasonAgainst(value, draws);
  if (unknown !== undefined) return { ...counts, unknown };
  const values = { ips: shareOf(value.ips), snips: shareOf(value.snips) };
  return { ...counts, ...values, robust: shareOf(value.robust) };
}

function reasonAgainst(value: SlotValue, draws: number): PolicyEstimate["unknown"] {
  if (draws < LEAST.draws) return "few_draws";
  if (value.impossible > MOST_IMPOSSIBLE) return "impossible";
  if (value.effective < LEAST.effective) return "little_overlap";
  return value.rewards < LEAST.presses ? "few_presses" : undefined;
}

/** A share lies between 0 and 1, whatever an estimate and its interval say. */
function shareOf({ value, low, high }: PolicyValue) {
  const within = (share: number) => Math.min(1, Math.max(0, share));
  return { value: within(value), low: within(low), high: within(high) };
}
