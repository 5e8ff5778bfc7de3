import { type Poison, readEvent } from "../consumer/decode.ts";
import type { FeedMessage } from "../consumer/event-feed.ts";
import type { LoggedEvent } from "../processor/logged-event.ts";
import {
  type ApplyError,
  type FailedAttempts,
  isGivenUp,
  MAX_ATTEMPTS,
} from "./failed-attempts.ts";
import type { StageTimes } from "./stage-times.ts";
import type { TurnInput } from "./turn-runner.ts";

/** Items that the events of one turn may be about before it is cut. */
const MAX_TURN_ITEMS = 4_096;
const NANOS_PER_MS = 1_000_000;

/** A turn, and what is to be acknowledged when it is written. */
export interface CutTurn<Message> extends TurnInput {
  messages: readonly Message[];
}

/**
 * Decodes messages, which come in log order; `queued` more are behind them. Events with very many
 * lines make several turns, so that none holds up the renewal of leases.
 */
export function* cutTurns<Message extends FeedMessage>(of: {
  messages: readonly Message[];
  queued: number;
  attempts: ReadonlyMap<number, FailedAttempts>;
  stages: StageTimes;
}): IterableIterator<CutTurn<Message>> {
  const { messages, queued, attempts, stages } = of;
  let times = stages.ofTurn();
  let startedAtMs = performance.now();
  const storedAtMs = Number(messages[0]!.timestampNanos) / NANOS_PER_MS;
  const lagMs = performance.timeOrigin + startedAtMs - storedAtMs;
  times.end("deliver", startedAtMs - lagMs);
  let [from, items] = [0, 0];
  let events: LoggedEvent[] = [];
  let poisons: Poison[] = [];
  for (const [at, message] of messages.entries()) {
    const read = readOrGiveUp(message, attempts);
    if (read.kind === "poison") poisons.push(read.poison);
    else {
      events.push(read.logged);
      items += 1 + (read.logged.event.lines?.length ?? 0);
    }
    if (items < MAX_TURN_ITEMS && at + 1 < messages.length) continue;
    times.end("decode", startedAtMs);
    yield { messages: messages.slice(from, at + 1), events, poisons, lagMs, queued, times };
    times = stages.ofTurn();
    startedAtMs = performance.now();
    [from, items, events, poisons] = [at + 1, 0, [], []];
  }
}

function readOrGiveUp(
  message: FeedMessage,
  attempts: ReadonlyMap<number, FailedAttempts>,
): ReturnType<typeof readEvent> {
  const read = readEvent(message);
  if (read.kind === "poison" || !isGivenUp(attempts, message.seq)) return read;
  const { seq: sequence, subject, data: payload } = message;
  const { partition } = read.logged;
  const { message: what, stack = "" } = causeOf(attempts.get(sequence)?.error);
  const reason = `failed ${MAX_ATTEMPTS} times when it was applied: ${what}`;
  return { kind: "poison", poison: { reason, stack, sequence, partition, subject, payload } };
}

/** What made an event fail. */
function causeOf(error: ApplyError | undefined): Error {
  const { cause } = error ?? {};
  return cause instanceof Error ? cause : new Error(String(cause));
}
