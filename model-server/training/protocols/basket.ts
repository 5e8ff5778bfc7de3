import { shuffle } from "@slipstream/algorithms/batch/shuffle";
import { MAX_RECENT, type Query } from "@slipstream/algorithms/engine/query";
import { type Random, randomFrom } from "@slipstream/algorithms/random";
import type { Log } from "../log.ts";
import type { Protocol, Step } from "../steps.ts";
import { VisitorStates } from "../visitor-states.ts";

const SEED = 7;

/** Shares of the baskets after which batch models and ranker are trained anew. */
const FITS = [
  { share: 0.04, batch: false },
  { share: 0.12, batch: true },
  { share: 0.25, batch: false },
  { share: 0.45, batch: true },
  { share: 0.7, batch: false },
];

/**
 * Baskets in order of time: every line is predicted from the lines passed, as a set that is no
 * candidate, and from the customer's earlier items; sources are frozen before each basket and taught
 * it whole after, while the blend steps after each line. Lines come in an order drawn for each basket:
 * that of an invoice tells much of the next line, and is not known to be the order in which things
 * were chosen.
 */
export function baskets(log: Log): Protocol {
  return { name: "basket", steps: steps(log) };
}

function* steps(log: Log): Iterable<Step> {
  const states = new VisitorStates();
  const random = randomFrom([SEED]);
  const fits = FITS.map((fit) => ({ ...fit, at: fit.share * log.length }));
  let first = 0;
  while (first < log.length) {
    if (fits.length > 0 && fits[0]!.at <= first) yield { kind: "fit", ...fits.shift()! };
    const lines = linesFrom(log, first, random);
    yield* basket(log, lines, states);
    first += lines.length;
  }
}

function* basket(log: Log, lines: Int32Array, states: VisitorStates): Iterable<Step> {
  const session = log.sessions[lines[0]!]!;
  const visitor = log.users[lines[0]!]! >= 0 ? log.users[lines[0]!]! : -2 - session;
  const at = log.at[lines[0]!]!;
  const { earlier, seen } = states.before(visitor, session, at);
  const queries: Query[] = [];
  const passed: number[] = [];
  for (const line of lines) {
    const row = log.rows[line]!;
    const recent = passed.slice(-MAX_RECENT).reverse();
    const query = { recent, recentAt: recent.map(() => at), earlier, now: at, session };
    queries.push(query);
    if (!passed.includes(row)) {
      const inBasket = new Set(passed);
      yield {
        kind: "predict",
        query,
        target: row,
        seen,
        accepts: (candidate) => !inBasket.has(candidate),
        counted: true,
        teaches: true,
        cluster: session,
        isFirst: passed.length === 0 && log.users[line]! >= 0 && earlier.length > 0,
        isLate: line >= 0.6 * log.length,
      };
      passed.push(row);
    }
  }
  for (const [index, line] of lines.entries()) {
    const row = log.rows[line]!;
    yield {
      kind: "teach",
      before: queries[index]!,
      event: { row, weight: log.weights[line]!, at },
    };
    states.add(visitor, session, { row, at });
  }
}

/** Places of one basket's lines, those that follow each other with the same session, in any order. */
function linesFrom(log: Log, first: number, random: Random): Int32Array {
  let end = first + 1;
  while (end < log.length && log.sessions[end] === log.sessions[first]) end++;
  const lines = Int32Array.from({ length: end - first }, (_, place) => first + place);
  shuffle(lines, random);
  return lines;
}
