import type { Log } from "../log.ts";
import type { FitStep, Protocol, Step } from "../steps.ts";
import { VisitorStates } from "../visitor-states.ts";
import { RARELY_REPEATS, repeatShare } from "./prequential.ts";

/** Share of the log's time that is learnt; where the log only has an order, of its events. */
const LEARNT = 0.8;
/** And of the events at least: a shop that was found by many people today would learn of none of them. */
const LEAST_LEARNT = 0.5;
/** Shares of what is learnt after which batch models and ranker are trained. */
const FITS = [
  { share: 0.25, batch: false },
  { share: 0.5, batch: true },
  { share: 1, batch: true },
];

/**
 * What came first is learnt, event by event as in a prequential replay; every event of a known
 * session (or user) in the part behind is then predicted, and nothing of it is learnt but
 * what its own visitor did.
 */
export function temporal(log: Log): Protocol {
  const excludesSeen = repeatShare(log) < RARELY_REPEATS;
  return { name: "temporal", steps: steps(log, excludesSeen) };
}

/** The place of the first event that is predicted and not learnt. */
export function temporalSplit(log: Log): number {
  const first = log.at[0] ?? 0;
  const last = log.at[log.length - 1] ?? 0;
  const cut = first + LEARNT * (last - first);
  const split = log.hasTimes && last > first ? log.at.findIndex((at) => at > cut) : -1;
  if (split < 0) return Math.floor(LEARNT * log.length);
  return Math.max(split, Math.floor(LEAST_LEARNT * log.length));
}

/** Places of the log at which batch models are trained on all before. */
export function batchFits(log: Log): number[] {
  const split = temporalSplit(log);
  return FITS.filter(({ batch }) => batch).map(({ share }) => placeOf(share, split));
}

const placeOf = (share: number, split: number) => Math.floor(share * split);

function* steps(log: Log, excludesSeen: boolean): Iterable<Step> {
  const states = new VisitorStates();
  const split = temporalSplit(log);
  const fits: (FitStep & { at: number })[] = FITS.map((fit) => ({
    ...{ kind: "fit" as const, ...fit },
    at: placeOf(fit.share, split),
  }));
  for (let index = 0; index < log.length; index++) {
    const fit = fits[0]?.at === index ? fits.shift() : undefined;
    if (fit !== undefined) yield { kind: "fit", share: fit.share, batch: fit.batch };
    const isTest = index >= split;
    const session = log.sessions[index]!;
    const visitor = log.hasSessions && log.users[index]! >= 0 ? log.users[index]! : session;
    const row = log.rows[index]!;
    const at = log.at[index]!;
    const query = states.before(visitor, session, at);
    if (query.recent.length > 0) {
      yield {
        kind: "predict",
        query,
        target: row,
        seen: query.seen,
        accepts: excludesSeen ? (candidate) => !query.seen.has(candidate) : undefined,
        counted: isTest,
        teaches: !isTest,
        cluster: session,
      };
    }
    if (!isTest)
      yield { kind: "teach", before: query, event: { row, weight: log.weights[index]!, at } };
    states.add(visitor, session, { row, at });
  }
}
