import { shardOf } from "@slipstream/contracts/partition";
import { ProblemError } from "@slipstream/contracts/problems";
import { settleSchema } from "@slipstream/contracts/settle";
import type { Context } from "hono";
import type { Env } from "../env.ts";
import { hubOfShard } from "../hub/name.ts";
import { schemaProblem } from "../middleware/problem.ts";
import { readSigned } from "../middleware/read-signed.ts";

const MAX_BODY_BYTES = 512 * 1024;
const RETRY_AFTER_SECONDS = 1;

/**
 * `POST /internal/settle`: has hubs publish what they hold, and answers once nothing of these
 * visitors waits any more. Throws `invalid_signature`, `invalid_request`, `hub_unavailable`.
 */
export async function postSettle(context: Context<{ Bindings: Env }>): Promise<Response> {
  const parsed = settleSchema.safeParse(await readSigned(context, MAX_BODY_BYTES));
  if (!parsed.success) throw schemaProblem("invalid_request", parsed.error);
  const { shop, visitorIds } = parsed.data;
  const settled = await Promise.all(
    [...Map.groupBy(visitorIds, shardOf)].map(([shard, group]) =>
      hubOfShard(context.env, shop, shard)
        .settle(group)
        .catch(() => false),
    ),
  );
  if (settled.every(Boolean)) return context.body(null, 204);
  throw new ProblemError("hub_unavailable", { retryAfterSeconds: RETRY_AFTER_SECONDS });
}
