import { type ProblemCode, problems } from "@slipstream/contracts/problems";
import type { ProblemCount, SystemStatus } from "@slipstream/contracts/system-status";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Settings } from "../env.ts";
import { log } from "../log.ts";
import { openRedis } from "../redis.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How long the counts of a minute, and of an hour, stay. */
const MINUTE_KEPT_SECONDS = 2 * 3600;
const HOUR_KEPT_SECONDS = 26 * 3600;
const MINUTES_SHOWN = 60;
const HOURS_SHOWN = 24;

const keyOf = (shop: string, unit: "minute" | "hour", number: number) =>
  `problems:${shop}:${unit}:${number}`;

/** What this isolate has counted and not told yet, by shop. */
let gathered = new Map<string, Map<ProblemCode, number>>();

/** Counts a problem that a request of a shop was answered with. */
export function countProblem(context: Context<AppEnv>, code: ProblemCode): void {
  const { shop } = context.var;
  if (shop === undefined) return;
  const counts = gathered.get(shop.id) ?? new Map<ProblemCode, number>();
  gathered.set(shop.id, counts.set(code, (counts.get(code) ?? 0) + 1));
}

/** Tells Redis what was counted; while it is away that is lost. */
export async function tellProblems(settings: Settings): Promise<void> {
  if (gathered.size === 0) return;
  const told = gathered;
  gathered = new Map();
  const nowMs = Date.now();
  const pipeline = openRedis(settings).pipeline();
  for (const [shop, counts] of told) {
    const minute = keyOf(shop, "minute", Math.floor(nowMs / MINUTE_MS));
    const hour = keyOf(shop, "hour", Math.floor(nowMs / HOUR_MS));
    for (const [code, count] of counts) {
      pipeline.hincrby(minute, code, count).hincrby(hour, code, count);
    }
    pipeline.expire(minute, MINUTE_KEPT_SECONDS).expire(hour, HOUR_KEPT_SECONDS);
  }
  await pipeline
    .exec()
    .catch((error: unknown) => log("warn", "problems could not be counted", { error }));
}

type Counts = Partial<Record<ProblemCode, number>> | null;

/** The problems of a shop's last hour and day, the most frequent first. Rejects without Redis. */
export async function readProblems(
  settings: Settings,
  shop: string,
): Promise<Pick<SystemStatus["worker"], "problems" | "perMinute">> {
  const nowMs = Date.now();
  const minutes = lastOf(MINUTES_SHOWN, nowMs / MINUTE_MS);
  const hours = lastOf(HOURS_SHOWN, nowMs / HOUR_MS);
  const pipeline = openRedis(settings).pipeline();
  for (const minute of minutes) pipeline.hgetall(keyOf(shop, "minute", minute));
  for (const hour of hours) pipeline.hgetall(keyOf(shop, "hour", hour));
  const found = await pipeline.exec<Counts[]>();
  const ofMinutes = found.slice(0, minutes.length);
  return {
    problems: byCode(ofMinutes, found.slice(minutes.length)),
    perMinute: ofMinutes.map((counts, index) => ({
      at: minutes[index]! * (MINUTE_MS / 1000),
      server: sumOf(counts, (status) => status >= 500),
      client: sumOf(counts, (status) => status < 500),
    })),
  };
}

function lastOf(count: number, now: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor(now) - count + 1 + index);
}

function byCode(ofMinutes: readonly Counts[], ofHours: readonly Counts[]): ProblemCount[] {
  const sum = (all: readonly Counts[], code: ProblemCode) =>
    all.reduce((total, counts) => total + Number(counts?.[code] ?? 0), 0);
  return (Object.keys(problems) as ProblemCode[])
    .map((code) => ({
      code,
      status: problems[code].status,
      lastHour: sum(ofMinutes, code),
      lastDay: sum(ofHours, code),
    }))
    .filter(({ lastHour, lastDay }) => lastHour + lastDay > 0)
    .sort((left, right) => right.lastDay - left.lastDay);
}

function sumOf(counts: Counts, counted: (status: number) => boolean): number {
  return Object.entries(counts ?? {}).reduce((total, [code, count]) => {
    const status = problems[code as ProblemCode]?.status ?? 500;
    return counted(status) ? total + Number(count) : total;
  }, 0);
}
