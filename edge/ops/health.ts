import type { Health, PartHealth } from "@slipstream/contracts/health";
import { natsAddress } from "@slipstream/contracts/nats-address";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { openRedis } from "../redis.ts";

const TIMEOUT_MS = 1_000;
/** Without these the shop does not work; without the others it works less well. */
const needed: ReadonlySet<string> = new Set(["database"]);

/** Asks each part whether it is there. `down` only when the shop cannot do without it. */
export async function readHealth(settings: Settings, database: Database): Promise<Health> {
  const checks: Record<string, () => Promise<unknown>> = {
    database: () => database.withoutShop((connection) => connection.execute(sql`select 1`)),
    redis: () => pingRedis(settings),
    // A NATS WebSocket port answers plain HTTP with an error: it is there.
    nats: () => fetch(natsPage(settings.NATS_WS_URL), limited()),
    modelServer: () => expectOk(`${settings.MODEL_SERVER_URL}/health`),
    stream: () => expectOk(`${settings.STREAM_URL}/health`),
  };
  const names = Object.keys(checks);
  const states = await Promise.all(names.map((name) => measure(checks[name]!)));
  const parts: Record<string, PartHealth> = {};
  for (const [index, name] of names.entries()) parts[name] = states[index]!;
  return { state: worst(parts), parts };
}

function worst(parts: Record<string, PartHealth>): Health["state"] {
  const down = Object.entries(parts).filter(([, part]) => part.state === "down");
  if (down.some(([name]) => needed.has(name))) return "down";
  return Object.values(parts).every((part) => part.state === "ok") ? "ok" : "degraded";
}

async function measure(check: () => Promise<unknown>): Promise<PartHealth> {
  const startedAt = Date.now();
  try {
    const detail = await withTimeout(check());
    return {
      state: detail === "degraded" ? "degraded" : "ok",
      latencyMs: Date.now() - startedAt,
    };
  } catch (error) {
    const detail = error instanceof Error ? error.message : "it does not answer";
    return { state: "down", detail, latencyMs: Date.now() - startedAt };
  }
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("it does not answer in time")), TIMEOUT_MS);
  });
  return Promise.race([work, late]);
}

/** Answers the part's own word for its state. Throws when it is not well. */
async function expectOk(url: string): Promise<unknown> {
  const response = await fetch(url, limited());
  const body = (await response.json().catch(() => ({}))) as { state?: unknown };
  if (!response.ok) throw new Error(`it answers ${response.status}`);
  return body.state;
}

async function pingRedis(settings: Settings): Promise<unknown> {
  return openRedis(settings).ping();
}

function limited(): RequestInit {
  return { signal: AbortSignal.timeout(TIMEOUT_MS) };
}

/** What answers over HTTP where NATS' WebSocket is. */
function natsPage(url: string): string {
  return (natsAddress(url).servers[0] ?? url).replace(/^ws/, "http");
}
