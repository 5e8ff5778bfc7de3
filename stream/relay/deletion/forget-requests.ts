import type { KV } from "@nats-io/kv";
import type { Msg, NatsConnection } from "@nats-io/nats-core";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { forgetRequestSubject } from "@slipstream/contracts/members";
import { z } from "zod";
import { leaseKey } from "../../partition/leases.ts";
import type { ForgetOrder, Forgotten } from "../../turns/forget.ts";

/** A holder ends its turn first; one that is applying the archive does not answer in time. */
const TIMEOUT_MS = 5_000;
/** Keys in one request, far below the server's limit of 1 MB. */
const MAX_KEYS = 4_000;

const orderSchema = z.object({
  shop: z.string(),
  visitorIds: z.array(z.string()),
  redisKeys: z.array(z.string()),
});

const answerSchema = z.union([
  z.object({ reservoirEntries: z.number(), partitions: z.array(z.number()) }),
  z.object({ error: z.string() }),
]);

/** Not every partition's holder has done it: the deletion is tried again, whole. */
class NotForgotten extends Error {
  override readonly name = "NotForgotten";
  readonly code = "not_forgotten";
}

/** Does what others, or this process itself, ask for; until the connection is drained. */
export function answerForgetRequests(
  connection: NatsConnection,
  memberId: string,
  forget: (order: ForgetOrder) => Promise<Forgotten>,
): void {
  const answer = async (message: Msg) => {
    try {
      const order = orderSchema.parse(message.json());
      message.respond(JSON.stringify(await forget(order)));
    } catch (error) {
      message.respond(JSON.stringify({ error: String(error) }));
    }
  };
  connection.subscribe(forgetRequestSubject(memberId), {
    callback: (error, message) => {
      if (error === null) void answer(message);
    },
  });
}

/**
 * Has the holders of all partitions erase visitors, each between two turns and behind its fence.
 * A partition that changes hands meanwhile is missing in all answers, or was erased before it went.
 * Answers how many examples went.
 * @throws NotForgotten
 */
export async function forgetEverywhere(
  parts: { connection: NatsConnection; leases: KV },
  order: ForgetOrder,
): Promise<{ reservoirEntries: number }> {
  let reservoirEntries = 0;
  for (let from = 0; from === 0 || from < order.redisKeys.length; from += MAX_KEYS) {
    const redisKeys = order.redisKeys.slice(from, from + MAX_KEYS);
    reservoirEntries += await askHolders(parts, { ...order, redisKeys });
  }
  return { reservoirEntries };
}

async function askHolders(
  { connection, leases }: { connection: NatsConnection; leases: KV },
  order: ForgetOrder,
): Promise<number> {
  const partitions = [...Array(PARTITIONS).keys()];
  const entries = await Promise.all(partitions.map((partition) => leases.get(leaseKey(partition))));
  const holders = new Set(
    entries.flatMap((entry) => (entry?.operation === "PUT" ? [entry.string()] : [])),
  );
  const payload = JSON.stringify(order);
  const answers = await Promise.all(
    [...holders].map(async (holder) => {
      const subject = forgetRequestSubject(holder);
      const message = await connection.request(subject, payload, { timeout: TIMEOUT_MS });
      const answer = answerSchema.parse(message.json());
      if ("error" in answer) throw new NotForgotten(`${holder}: ${answer.error}`);
      return answer;
    }),
  );
  const done = new Set(answers.flatMap((answer) => answer.partitions));
  const missing = partitions.filter((partition) => !done.has(partition));
  if (missing.length > 0) {
    throw new NotForgotten(`nobody has forgotten for partitions ${missing.join(", ")}`);
  }
  return answers.reduce((sum, answer) => sum + answer.reservoirEntries, 0);
}
