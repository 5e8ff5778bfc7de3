import type { Log } from "../log.ts";
import type { Protocol, Step } from "../steps.ts";
import { VisitorStates } from "../visitor-states.ts";

/** Share of the training part after which batch models are trained, so that the ranker meets them. */
const FIRST_FIT = 0.6;

/**
 * Static train and test (as in GRU4Rec and SR-GNN): everything is learnt from the training part;
 * every prefix of every test session is then predicted, over the whole catalogue, and nothing of it
 * is learnt. Targets that were never seen stay in the denominator.
 */
export function sessionSplit(train: Log, test: Log): Protocol {
  return { name: "session", steps: steps(train, test) };
}

function* steps(train: Log, test: Log): Iterable<Step> {
  const states = new VisitorStates();
  const first = Math.floor(FIRST_FIT * train.length);
  for (let index = 0; index < train.length; index++) {
    if (index === first) yield { kind: "fit", share: FIRST_FIT, batch: true };
    yield* step(train, index, states, { isTest: false, teaches: index >= first });
  }
  yield { kind: "fit", share: 1, batch: true };
  const testStates = new VisitorStates();
  for (let index = 0; index < test.length; index++) {
    yield* step(test, index, testStates, { isTest: true, teaches: false });
  }
}

function* step(
  log: Log,
  index: number,
  states: VisitorStates,
  { isTest, teaches }: { isTest: boolean; teaches: boolean },
): Iterable<Step> {
  const session = isTest ? -2 - log.sessions[index]! : log.sessions[index]!;
  const row = log.rows[index]!;
  const at = log.at[index]!;
  const before = states.before(session, session, at);
  if (before.recent.length > 0 && (isTest || teaches)) {
    const asked = { query: before, target: row, seen: before.seen };
    yield { kind: "predict", ...asked, counted: isTest, teaches, cluster: session };
  }
  if (!isTest) yield { kind: "teach", before, event: { row, weight: log.weights[index]!, at } };
  states.add(session, session, { row, at });
}
