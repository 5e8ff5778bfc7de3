import type { HubFigures } from "@slipstream/contracts/hub-figures";
import type { HubStatus } from "@slipstream/contracts/ops-status";
import { shops } from "@slipstream/migrations/schema";
import { asc } from "drizzle-orm";
import type { Context } from "hono";
import { Database } from "../database/database.ts";
import type { Env } from "../env.ts";
import { readSigned } from "../middleware/read-signed.ts";
import { quantile } from "./quantile.ts";
import { readHubs } from "./status.ts";

const WITHIN_MS = 60_000;
/** Asking wakes a hub: in an installation of very many shops the first ones stand for all. */
const MAX_SHOPS = 50;
const MAX_BODY_BYTES = 1_024;

/** `POST /internal/hub-figures`: the hubs of all shops, summed up. Throws `invalid_signature`. */
export async function postHubFigures(context: Context<{ Bindings: Env }>): Promise<Response> {
  await readSigned(context, MAX_BODY_BYTES);
  const all = await new Database(context.env).withoutShop((connection) =>
    connection.select({ id: shops.id }).from(shops).orderBy(asc(shops.id)).limit(MAX_SHOPS),
  );
  const asked = all.map(({ id }) => readHubs(context.env, id, { ms: WITHIN_MS }));
  return context.json(summed((await Promise.all(asked)).flat()));
}

function summed(hubs: readonly HubStatus[]): HubFigures {
  const times = hubs.flatMap(({ eventToRailMs }) => eventToRailMs).sort((a, b) => a - b);
  return {
    outboxDepth: hubs.reduce((sum, { outboxDepth }) => sum + outboxDepth, 0),
    outboxOldestAgeSeconds: Math.max(0, ...hubs.map((hub) => hub.outboxOldestAgeSeconds)),
    rails: times.length,
    ...(times.length === 0 ? {} : { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) }),
  };
}
