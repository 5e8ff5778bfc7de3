import { type Random, randomFrom } from "@slipstream/algorithms/random";

/** Processes that are killed and paused, by the names that the supervisor gives them. */
export const PROCESSES = ["edge", "nats", "redis", "postgres", "stream", "model-server"] as const;
export type ProcessName = (typeof PROCESSES)[number];

const kills = PROCESSES.map((name) => `kill-${name}` as const);
const pauses = PROCESSES.map((name) => `pause-${name}` as const);
/** The processor is killed between two steps of a batch; the archive's between its own. */
const crashes = [
  "crash-before-learn",
  "crash-before-commit",
  "crash-after-commit",
  "crash-before-ack",
  "crash-before-archive-ack",
] as const;
const others = [
  "outage-nats",
  "full-disk-nats",
  "full-disk-redis",
  "slow-redis",
  "torn-redis-request",
  "torn-redis-answer",
  "torn-nats",
  "torn-hub",
  "clock-jump",
] as const;

/** Every fault, by name: what `--fault` takes. */
export const FAULTS = [...kills, ...crashes, ...pauses, ...others] as const;
export type FaultName = (typeof FAULTS)[number];

/** Faults that end a process with SIGKILL. */
const killing: readonly FaultName[] = [...kills, ...crashes];
const sparing: readonly FaultName[] = [...pauses, ...others];
/** Kills for one fault of another kind. */
const KILLS_PER_OTHER = 4;

/** One fault of a run. */
export interface PlannedFault {
  fault: FaultName;
  /** Events sent since the fault before. */
  events: number;
  /** Share of them that are on their way when it happens: 0 … 1. */
  at: number;
}

export interface PlanOptions {
  seed: number;
  events: number;
  /** Which ones, in any order. */
  faults: readonly FaultName[];
}

/** True for a fault that ends a process with SIGKILL. */
export function isKill(fault: FaultName): boolean {
  return killing.includes(fault);
}

/** So many kills, evenly of each kind, and each of the other faults, more often in a long run. */
export function mixedFaults({ seed, kills }: { seed: number; kills: number }): FaultName[] {
  const random = randomFrom([seed, 1]);
  const others = Math.max(sparing.length, Math.ceil(kills / KILLS_PER_OTHER));
  return [...dealt(killing, kills, random), ...dealt(sparing, others, random)];
}

/** The faults of a run in the order in which they are done: the same for the same options. */
export function planFaults(options: PlanOptions): PlannedFault[] {
  const random = randomFrom([options.seed, 2]);
  const faults = shuffled(options.faults, random);
  const shares = faults.map(() => 0.5 + random.unit());
  const whole = shares.reduce((sum, share) => sum + share, 0);
  let [share, planned] = [0, 0];
  return faults.map((fault, index) => {
    share += shares[index]!;
    const events = Math.round((options.events * share) / whole) - planned;
    planned += events;
    return { fault, events, at: random.unit() };
  });
}

/** So many cards from shuffled decks, one deck after the other: each comes equally often. */
function dealt(deck: readonly FaultName[], count: number, random: Random): FaultName[] {
  const cards: FaultName[] = [];
  while (cards.length < count) cards.push(...shuffled(deck, random));
  return cards.slice(0, count);
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  const cards = [...values];
  for (let index = cards.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [cards[index], cards[other]] = [cards[other]!, cards[index]!];
  }
  return cards;
}
