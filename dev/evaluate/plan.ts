import { basename } from "node:path";
import { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import { checkLog } from "@slipstream/model-server/training/check-log";
import { type Log, logOf } from "@slipstream/model-server/training/log";
import { LogError } from "@slipstream/model-server/training/log-error";
import { baskets } from "@slipstream/model-server/training/protocols/basket";
import { leaveLastOut } from "@slipstream/model-server/training/protocols/leave-last-out";
import { prequential } from "@slipstream/model-server/training/protocols/prequential";
import { sessionSplit } from "@slipstream/model-server/training/protocols/session";
import { temporal } from "@slipstream/model-server/training/protocols/temporal";
import type { Protocol } from "@slipstream/model-server/training/steps";
import type { DatasetFiles } from "../datasets/find.ts";
import type { PositiveEvent } from "../datasets/positive-events.ts";

export const protocolNames = [
  "prequential",
  "session",
  "leave-last-out",
  "temporal",
  "basket",
] as const;
export type ProtocolName = (typeof protocolNames)[number];

/** A log and the order of questions that is made of it. */
export interface Plan {
  name: ProtocolName;
  ids: ItemIds;
  /** The protocol, from its beginning. */
  begin: () => Protocol;
}

/** Share of purchase lines that come with others of their session at the same time: baskets. */
const BASKET_SHARE = 0.5;

/** The protocol that fits a data set's files, as its format tells. */
export function protocolFor(
  { logs }: Pick<DatasetFiles, "logs">,
  events: readonly PositiveEvent[],
): ProtocolName {
  const has = (stem: string) => logs.some((log) => basename(log).startsWith(stem));
  if (has("test.") && has("train")) return "session";
  if (has("sequences.")) return "leave-last-out";
  return areBaskets(events) ? "basket" : "prequential";
}

/** Sessions and users, and purchases of which most share session and time with another. */
function areBaskets(events: readonly PositiveEvent[]): boolean {
  const lines = events.filter(({ kind, sessionId }) => kind === "purchase" && sessionId);
  const hasUsers = lines.some(({ userId }) => userId !== undefined);
  const sizes = new Map<string, number>();
  const momentOf = ({ sessionId, at }: PositiveEvent) => `${sessionId} ${at}`;
  for (const line of lines) sizes.set(momentOf(line), (sizes.get(momentOf(line)) ?? 0) + 1);
  const together = lines.filter((line) => sizes.get(momentOf(line))! > 1).length;
  return hasUsers && together > BASKET_SHARE * lines.length;
}

/**
 * Puts events in the order that a protocol wants and checks that it can ask anything of them.
 * @throws LogError
 */
export function planOf(name: ProtocolName, events: readonly PositiveEvent[]): Plan {
  const ids = new ItemIds();
  const plan = (log: Log, make: () => Protocol): Plan => {
    checkLog(log);
    return { name, ids, begin: make };
  };
  if (name === "session") return sessionPlan(ids, events);
  const chosen = name === "basket" ? basketLines(events) : events;
  const log = logOf(name === "leave-last-out" ? chosen.map(ofUser) : chosen, ids);
  const make = { prequential, temporal, basket: baskets, "leave-last-out": leaveLastOut }[name];
  return plan(log, () => make(log));
}

/** A validation file may lie in the test's own hours: it is neither learnt nor asked about. */
function sessionPlan(ids: ItemIds, events: readonly PositiveEvent[]): Plan {
  const train = logOf(
    events.filter(({ isTest, isValidation }) => !isTest && !isValidation),
    ids,
  );
  const test = logOf(
    events.filter(({ isTest }) => isTest),
    ids,
  );
  if (test.length === 0) {
    throw new LogError(
      "log_protocol_unsuitable",
      "The session protocol needs a train and a test file: choose another --protocol.",
    );
  }
  checkLog(train);
  return { name: "session", ids, begin: () => sessionSplit(train, test) };
}

/** One life for each user, whatever sessions it had. */
function ofUser({ sessionId, userId, ...event }: PositiveEvent) {
  return userId === undefined ? { ...event, sessionId } : { ...event, userId };
}

/** Purchases (all events where there are none), each session's together at the time of its first. */
function basketLines(events: readonly PositiveEvent[]): PositiveEvent[] {
  const purchases = events.filter(({ kind }) => kind === "purchase");
  const lines = purchases.length > 0 ? purchases : events;
  const baskets = new Map<string, PositiveEvent[]>();
  for (const line of lines) {
    const who = line.sessionId ?? `user ${line.userId}`;
    const basket = baskets.get(who);
    if (basket === undefined) baskets.set(who, [line]);
    else basket.push(line);
  }
  return [...baskets.values()].flatMap((basket) => {
    const at = basket[0]!.at;
    return basket.map((line) => ({ ...line, at }));
  });
}
