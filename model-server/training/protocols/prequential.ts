import { type Log, visitorAt } from "../log.ts";
import type { Protocol, Step } from "../steps.ts";
import { VisitorStates } from "../visitor-states.ts";

/** Shares of the log after which batch models and ranker are trained anew. */
const FITS = [
  { share: 0.1, batch: false },
  { share: 0.25, batch: true },
  { share: 0.4, batch: false },
  { share: 0.6, batch: true },
  { share: 0.8, batch: false },
];
/** Where the last 40 % begin, which rankers that need a past are compared on. */
const LATE = 0.6;
/** Share of repeated items below which a log is one of people who never come back to one. */
export const RARELY_REPEATS = 0.01;

/**
 * Test, then train (Gama et al. 2013; for recommenders Vinagre et al. 2014): every event of a known
 * session (or user) is predicted from all before it, then learnt.
 */
export function prequential(log: Log): Protocol {
  const excludesSeen = repeatShare(log) < RARELY_REPEATS;
  return { name: "prequential", steps: steps(log, excludesSeen) };
}

function* steps(log: Log, excludesSeen: boolean): Iterable<Step> {
  const states = new VisitorStates();
  const fits = FITS.map((fit) => ({ ...fit, at: Math.floor(fit.share * log.length) }));
  for (let index = 0; index < log.length; index++) {
    if (fits[0]?.at === index) yield { kind: "fit", ...fits.shift()! };
    const session = log.sessions[index]!;
    const visitor = visitorAt(log, index);
    const row = log.rows[index]!;
    const at = log.at[index]!;
    const before = states.before(visitor, session, at);
    if (before.recent.length > 0) {
      yield {
        kind: "predict",
        query: before,
        target: row,
        seen: before.seen,
        accepts: excludesSeen ? (candidate) => !before.seen.has(candidate) : undefined,
        counted: true,
        teaches: true,
        cluster: session,
        isLate: index >= LATE * log.length,
      };
    }
    yield { kind: "teach", before, event: { row, weight: log.weights[index]!, at } };
    states.add(visitor, session, { row, at });
  }
}

/** Share of events whose item their session (or user) had before, over the first tenth of the log. */
export function repeatShare(log: Log): number {
  const seen = new Set<string>();
  const events = Math.max(Math.min(1000, log.length), Math.floor(log.length / 10));
  let repeats = 0;
  for (let index = 0; index < Math.min(events, log.length); index++) {
    const key = `${visitorAt(log, index)} ${log.rows[index]}`;
    if (seen.has(key)) repeats++;
    seen.add(key);
  }
  return events === 0 ? 0 : repeats / events;
}
