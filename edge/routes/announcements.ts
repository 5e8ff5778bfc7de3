import { type Announcement, announcementsSchema } from "@slipstream/contracts/announcements";
import { shardOf } from "@slipstream/contracts/partition";
import { ProblemError } from "@slipstream/contracts/problems";
import type { Context } from "hono";
import type { Env } from "../env.ts";
import { hubOfShard } from "../hub/name.ts";
import { schemaProblem } from "../middleware/problem.ts";
import { readSigned } from "../middleware/read-signed.ts";

const MAX_BODY_BYTES = 512 * 1024;

/** `POST /internal/announcements`: tells hub shards which of their visitors' sessions changed. */
export async function postAnnouncements(context: Context<{ Bindings: Env }>): Promise<Response> {
  const parsed = announcementsSchema.safeParse(await readSigned(context, MAX_BODY_BYTES));
  if (!parsed.success) throw schemaProblem("invalid_request", parsed.error);
  const groups = Map.groupBy(
    parsed.data.announcements,
    ({ shop, visitorId }) => `${shop}:${shardOf(visitorId)}`,
  );
  await Promise.all([...groups.values()].map((group) => announce(context.env, group)));
  return context.body(null, 204);
}

async function announce(env: Env, announcements: Announcement[]): Promise<void> {
  const { shop, visitorId } = announcements[0]!;
  try {
    await hubOfShard(env, shop, shardOf(visitorId)).announce(announcements);
  } catch (error) {
    throw new ProblemError("hub_unavailable", { retryAfterSeconds: 1, cause: error });
  }
}
