import type { AcceptedEvent, AcceptedFact } from "../ledger.ts";
import { type Archived, checkArchive, factRows, readArchive } from "./archive.ts";
import { ExpectedState } from "./expected-state.ts";
import { Findings } from "./findings.ts";
import { type LogState, readLog } from "./log-state.ts";
import { type RedisState, readRedis } from "./redis-state.ts";

/** Examples that the learner keeps for replays. */
const RESERVOIR = 4_096;

export interface CheckOptions {
  accepted: readonly AcceptedEvent[];
  /** Facts that the shop tells of itself, per visitor in order. */
  facts: readonly AcceptedFact[];
  refused: readonly string[];
  shop: string;
  /** Shops that nobody wrote to: they must have nothing. */
  otherShops: readonly string[];
  databaseUrl: string;
  redisUrl: string;
  natsUrl: string;
}

export interface Checked {
  findings: Findings;
  archived: Archived;
  log: LogState;
}

/**
 * Computes from the accepted events what PostgreSQL, Redis and the streams must hold, and compares
 * all of it. To be called when nothing is on its way any more. Imports nothing of the system.
 */
export async function check(options: CheckOptions): Promise<Checked> {
  const [archived, redis, log] = await Promise.all([
    readArchive(options),
    readRedis(options),
    readLog(options),
  ]);
  const findings = new Findings();
  checkArchive(findings, { ...options, archived });
  const expected = expectedState(options, archived);
  checkVisitors(findings, expected, redis);
  checkTotals(findings, expected, redis);
  const accepted = options.accepted.length + options.facts.length;
  checkPlaces(findings, { accepted, archived, redis });
  if (log.isWhole) findings.lists("LEARN steps", { expected: expected.steps, found: log.steps });
  for (const reason of log.deadLetters) findings.add("lost", "DLQ", reason);
  for (const name of redis.strangers) findings.add("doubled", "Redis", name);
  return { findings, archived, log };
}

/** Per visitor in order of acceptance; time and session are those that the shop has set. */
function expectedState(
  { accepted, facts }: Pick<CheckOptions, "accepted" | "facts">,
  archived: Archived,
): ExpectedState {
  const rows = new Map(archived.events.map((row) => [row.id, row]));
  const expected = new ExpectedState((itemId) => archived.paths.get(itemId) ?? []);
  for (const event of accepted) {
    const row = rows.get(event.id);
    expected.apply({
      ...event,
      sequence: row?.sequence ?? 0,
      sessionId: row?.sessionId ?? event.sessionId ?? "",
      occurredAt: row?.occurredAt ?? event.occurredAt,
    });
  }
  // That they are the right ones is the archive's check.
  for (const row of factRows(archived, facts)) expected.apply(row);
  return expected;
}

function checkVisitors(findings: Findings, expected: ExpectedState, redis: RedisState): void {
  findings.lists("user and item", {
    expected: new Map(
      [...expected.userItems].map(([name, own]) => {
        const { views, clicks, addToCart, purchases, lastAt, lastOrder } = own;
        const counts = [views, clicks, addToCart, purchases].join(" ");
        return [name, [`${counts} at ${lastAt} order ${lastOrder}`]];
      }),
    ),
    found: new Map([...redis.userItems].map(([name, text]) => [name, [text]])),
  });
  findings.lists("recent", { expected: expected.recent, found: redis.recent });
  findings.lists("hidden", {
    expected: new Map([...expected.hidden].map(([name, items]) => [name, [...items].sort()])),
    found: redis.hidden,
  });
  findings.numbers("session steps", {
    expected: mapped(expected.sessions, ({ steps }) => steps),
    found: mapped(redis.sessions, ({ steps }) => steps),
  });
  findings.lists("session", {
    expected: mapped(expected.sessions, ({ recent }) => recent),
    found: mapped(redis.sessions, ({ recent }) => recent),
  });
  findings.lists("user factors", {
    expected: new Map([["of", [...expected.learners].sort()]]),
    found: new Map([["of", [...redis.learners].sort()]]),
  });
}

function checkTotals(findings: Findings, expected: ExpectedState, redis: RedisState): void {
  findings.lists("order", {
    expected: mapped(expected.orders, (lines) =>
      lines.map(({ itemId, returned }) => (returned ? `!${itemId}` : itemId)),
    ),
    found: redis.orders,
  });
  findings.numbers("product", { expected: expected.stats, found: redis.stats });
  findings.numbers("trending", { expected: expected.trending, found: redis.trending });
  findings.numbers("together", { expected: expected.together, found: redis.together });
  findings.numbers("factors' counts", {
    expected: expected.popularity(),
    found: redis.popularity,
  });
  // Several processors keep one each, and a home that is given up leaves its own behind: a sample.
  if (redis.hadHomes) return;
  const [reservoir] = redis.reservoirs;
  findings.numbers("reservoir", {
    expected: new Map([["examples", Math.min(RESERVOIR, expected.learnt)]]),
    found: new Map([["examples", reservoir ?? 0]]),
  });
}

/** Hub numbers have no holes, and no partition stands before its last event. */
function checkPlaces(
  findings: Findings,
  parts: { accepted: number; archived: Archived; redis: RedisState },
): void {
  const { accepted, archived, redis } = parts;
  let applied = 0;
  for (const [hub, storages] of redis.hubs) {
    for (const [, highest, gaps] of storages) {
      applied += highest;
      for (const [from, to] of gaps) findings.add("lost", `hub ${hub}`, `numbers ${from} to ${to}`);
    }
  }
  findings.numbers("hub numbers", {
    expected: new Map([["applied", accepted]]),
    found: new Map([["applied", applied]]),
  });
  const last = Math.max(0, ...redis.watermarks.values());
  const lastArchived = archived.events.at(-1)?.sequence ?? 0;
  if (last < lastArchived) findings.add("lost", "watermarks", `${last} of ${lastArchived}`);
}

function mapped<From, To>(map: ReadonlyMap<string, From>, to: (value: From) => To) {
  return new Map([...map].map(([name, value]): [string, To] => [name, to(value)]));
}
