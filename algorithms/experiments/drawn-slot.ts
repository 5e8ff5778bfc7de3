import { doublyRobust, ips, type LoggedDecision, type PolicyValue, snips } from "./off-policy.ts";

/** One slot of one answer whose item was drawn: what there was to draw, and what came of it. */
export interface SlotDraw {
  /** The chance of each item; together 1. */
  chances: ArrayLike<number>;
  /** Which one it was. */
  drawn: number;
  reward: number;
}

/** What somebody else's choices would have come to, as far as draws tell. */
export interface SlotValue {
  /** Share of all draws in which his choice had no chance to speak of: of them nothing is known. */
  impossible: number;
  /** Draws that came out as he would have chosen, and the sum of their rewards. */
  agreed: number;
  rewards: number;
  /** Draws that the weights leave, as `PolicyValue` counts them. */
  effective: number;
  ips: PolicyValue;
  snips: PolicyValue;
  robust: PolicyValue;
}

/** A choice that comes up less often than this has a weight that one draw in a thousand would turn. */
const LEAST_CHANCE = 0.001;
/** Draws are told apart by their chance in so many parts, as many in each. */
const PARTS = 5;
/** A part's mean is worth this many draws of the mean of all. */
const PRIOR_DRAWS = 20;

/**
 * The value of a ranker that always takes its best (`choices`: its place among the draw's items, in the
 * order of the draws), from draws by chance. Draws in which that had no chance are left out, and their
 * share is told: what remains is the value of the others. The model of rewards that the doubly robust
 * estimate goes by is plain, the mean reward by how likely the log found an item, and each half of the
 * draws is judged by what the other half taught.
 */
export function slotValue(draws: readonly SlotDraw[], choices: ArrayLike<number>): SlotValue {
  const models = [0, 1].map((half) => expectationOf(draws.filter((_, at) => at % 2 !== half)));
  const log: LoggedDecision[] = [];
  let agreed = 0;
  let rewards = 0;
  draws.forEach(({ chances, drawn, reward }, at) => {
    const choice = choices[at]!;
    const chance = chances[choice] ?? 0;
    if (chance < LEAST_CHANCE) return;
    const expected = models[at % 2]!;
    agreed += Number(choice === drawn);
    rewards += choice === drawn ? reward : 0;
    log.push({
      reward,
      propensity: chances[drawn]!,
      target: choice === drawn ? 1 : 0,
      expectedOfDone: expected(chances[drawn]!),
      expectedOfTarget: expected(chance),
    });
  });
  const values = { ips: ips(log), snips: snips(log), robust: doublyRobust(log) };
  const impossible = draws.length === 0 ? 0 : 1 - log.length / draws.length;
  return { impossible, agreed, rewards, effective: values.ips.effective, ...values };
}

/** What an item brings, by the chance that it had. */
function expectationOf(draws: readonly SlotDraw[]): (chance: number) => number {
  const known = draws.map(({ chances, drawn, reward }) => ({ chance: chances[drawn]!, reward }));
  known.sort((left, right) => left.chance - right.chance);
  const sumOf = (part: typeof known) => part.reduce((sum, { reward }) => sum + reward, 0);
  const mean = sumOf(known) / Math.max(1, known.length);
  const bounds: number[] = [];
  const means = Array.from({ length: PARTS }, (_, at) => {
    const from = Math.round((at * known.length) / PARTS);
    const part = known.slice(from, Math.round(((at + 1) * known.length) / PARTS));
    bounds.push(part.at(-1)?.chance ?? 0);
    return (sumOf(part) + PRIOR_DRAWS * mean) / (part.length + PRIOR_DRAWS);
  });
  return (chance) => {
    const at = bounds.findIndex((bound) => chance <= bound);
    return means[at < 0 ? PARTS - 1 : at]!;
  };
}
