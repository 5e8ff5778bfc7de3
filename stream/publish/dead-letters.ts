import type { JetStreamClient } from "@nats-io/jetstream";
import { headers } from "@nats-io/nats-core";
import { subjects } from "@slipstream/contracts/subjects";
import type { Poison } from "../consumer/decode.ts";

/** Headers of a dead letter; its payload is the message's own. */
export const deadLetterHeaders = {
  reason: "Slipstream-Reason",
  sequence: "Slipstream-Sequence",
  subject: "Slipstream-Subject",
} as const;

/** Puts a message that can never be applied where people find it, once. */
export async function publishDeadLetter(client: JetStreamClient, poison: Poison): Promise<void> {
  const meta = headers();
  // Header lines end at a line break.
  meta.set(deadLetterHeaders.reason, poison.reason.replaceAll(/[\r\n]+\s*/g, " "));
  meta.set(deadLetterHeaders.sequence, String(poison.sequence));
  meta.set(deadLetterHeaders.subject, poison.subject);
  await client.publish(subjects.deadLetter(poison.partition), poison.payload, {
    msgID: `dlq:${poison.sequence}`,
    headers: meta,
  });
}
