import type { Log } from "../log.ts";
import type { PredictStep, Protocol, Step } from "../steps.ts";
import { VisitorStates } from "../visitor-states.ts";

/** Items of each user before the last that are predicted for the ranker to learn from. */
const ROUNDS = 4;

/**
 * The last item of each user is the test (Kang & McAuley 2018, and after them most of the sequential
 * literature), all items ranked without those the user has had. Ranker and blend learn from the
 * rounds before: each user's fourth last item, then the third last, …, as it would have come.
 */
export function leaveLastOut(log: Log): Protocol {
  return { name: "leave-last-out", steps: steps(log) };
}

function* steps(log: Log): Iterable<Step> {
  const events = eventsOf(log);
  const users = [...events.keys()].filter((user) => events.get(user)!.length >= 3);
  const states = new VisitorStates();
  const teach = function* (user: number, index: number): Iterable<Step> {
    const row = log.rows[index]!;
    const at = log.at[index]!;
    const before = states.before(user, user, at);
    yield { kind: "teach", before, event: { row, weight: log.weights[index]!, at } };
    states.add(user, user, { row, at });
  };
  const held = new Map(users.map((user) => [user, Math.min(ROUNDS, events.get(user)!.length - 2)]));
  for (const { user, index } of interleaved(events, held)) yield* teach(user, index);
  yield { kind: "fit", share: 0.8, batch: true };
  for (let round = ROUNDS; round >= 1; round--) {
    const asked = users.filter((user) => held.get(user)! >= round);
    for (const user of asked)
      yield predict(log, states, { user, index: events.get(user)!.at(-1 - round)!, isTest: false });
    for (const user of asked) yield* teach(user, events.get(user)!.at(-1 - round)!);
  }
  yield { kind: "fit", share: 1, batch: true };
  for (const user of users)
    yield predict(log, states, { user, index: events.get(user)!.at(-1)!, isTest: true });
}

function predict(
  log: Log,
  states: VisitorStates,
  { user, index, isTest }: { user: number; index: number; isTest: boolean },
): PredictStep {
  const query = states.before(user, user, log.at[index]!);
  return {
    kind: "predict",
    query,
    target: log.rows[index]!,
    seen: query.seen,
    accepts: (row) => !query.seen.has(row),
    counted: isTest,
    teaches: !isTest,
    cluster: user,
  };
}

/** Places of each user's events in the log, oldest first. */
function eventsOf(log: Log): Map<number, number[]> {
  const events = new Map<number, number[]>();
  for (let index = 0; index < log.length; index++) {
    const user = log.sessions[index]!;
    const own = events.get(user);
    if (own === undefined) events.set(user, [index]);
    else own.push(index);
  }
  return events;
}

/**
 * All events but the held ones (and the last), by how far along its user's sequence each stands, so
 * that no user's whole life comes after another's: what these sets have in common is order, not time.
 */
function interleaved(
  events: ReadonlyMap<number, number[]>,
  held: ReadonlyMap<number, number>,
): { user: number; index: number; along: number }[] {
  const all: { user: number; index: number; along: number }[] = [];
  for (const [user, own] of events) {
    const rounds = held.get(user);
    const taught = rounds === undefined ? own : own.slice(0, -1 - rounds);
    taught.forEach((index, place) => {
      all.push({ user, index, along: (place + 1) / own.length });
    });
  }
  return all.sort((left, right) => left.along - right.along || left.index - right.index);
}
