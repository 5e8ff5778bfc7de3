import { ItemIds } from "@slipstream/algorithms/engine/item-ids";

/** One positive event of a log that is trained on or evaluated with. */
export interface LoggedEvent {
  sessionId?: string | undefined;
  userId?: string | undefined;
  itemId: string;
  /** Epoch ms; undefined where the log only has an order. */
  at?: number | undefined;
  /** How much it says of what was wanted: 1 unless said. */
  weight?: number | undefined;
}

/** A log in columns, in the order in which it happened. */
export interface Log {
  ids: ItemIds;
  length: number;
  /** Item rows. */
  rows: Int32Array;
  /** Numbers of sessions, or of users where the log has no sessions, in order of first mention. */
  sessions: Int32Array;
  /** Numbers of users; −1 for guests. */
  users: Int32Array;
  /** Epoch ms; a second an event where the log only has an order. */
  at: Float64Array;
  weights: Float64Array;
  hasTimes: boolean;
  hasSessions: boolean;
}

/** Who an event is of: the user, or the session of a guest (where the log has no sessions, the user). */
export function visitorAt(log: Log, index: number): number {
  const user = log.users[index]!;
  return log.hasSessions && user >= 0 ? user : log.sessions[index]!;
}

/** Puts events into columns. Events with times are put in order of time, ties in the log's order. */
export function logOf(events: readonly LoggedEvent[], ids = new ItemIds()): Log {
  const hasTimes = events.length > 0 && events.every(({ at }) => at !== undefined);
  const ordered = hasTimes ? events.toSorted((left, right) => left.at! - right.at!) : events;
  const numbers = new Map<string, number>();
  const numberOf = (name: string) => {
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  };
  return {
    ids,
    length: ordered.length,
    rows: Int32Array.from(ordered, ({ itemId }) => ids.ensure(itemId)),
    sessions: Int32Array.from(ordered, ({ sessionId, userId }) =>
      numberOf(sessionId === undefined ? `user ${userId}` : `session ${sessionId}`),
    ),
    users: Int32Array.from(ordered, ({ userId }) =>
      userId === undefined ? -1 : numberOf(`user ${userId}`),
    ),
    at: Float64Array.from(ordered, ({ at }, index) => at ?? index * 1000),
    weights: Float64Array.from(ordered, ({ weight }) => weight ?? 1),
    hasTimes,
    hasSessions: events.some(({ sessionId }) => sessionId !== undefined),
  };
}
