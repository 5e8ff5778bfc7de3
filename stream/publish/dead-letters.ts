import type { JetStreamClient } from "@nats-io/jetstream";
import { headers } from "@nats-io/nats-core";
import { subjects } from "@slipstream/contracts/subjects";
import type { Poison } from "../consumer/decode.ts";
import { digestOf, isSettled } from "../dead-letters/settled.ts";

/** Headers of a dead letter; its payload is the message's own. */
export const deadLetterHeaders = {
  reason: "Slipstream-Reason",
  sequence: "Slipstream-Sequence",
  subject: "Slipstream-Subject",
  /** As a JSON string: header lines end at a line break. */
  stack: "Slipstream-Stack",
} as const;

const MAX_STACK = 4_000;

/** Puts a row of a shop's outbox that nobody can take where people find it, once. */
export async function publishOutboxLetter(
  client: JetStreamClient,
  letter: { reason: string; shop: string; rowId: string; kind: string; payload: unknown },
): Promise<void> {
  const { shop, rowId, kind } = letter;
  const meta = headers();
  meta.set(deadLetterHeaders.reason, letter.reason.replaceAll(/[\r\n]+\s*/g, " "));
  meta.set(deadLetterHeaders.sequence, rowId);
  meta.set(deadLetterHeaders.subject, `outbox.${shop}.${kind}`);
  await client.publish(subjects.deadLetterOfOutbox, JSON.stringify(letter.payload), {
    msgID: `dlq:outbox:${shop}:${rowId}`,
    headers: meta,
  });
}

/**
 * Puts a message that can never be applied where people find it, once for each reason: what they
 * have dealt with is no letter again when a rebuild comes by and fails on it as before.
 */
export async function publishDeadLetter(
  client: Pick<JetStreamClient, "publish" | "jetstreamManager">,
  poison: Poison,
): Promise<void> {
  // Header lines end at a line break.
  const reason = poison.reason.replaceAll(/[\r\n]+\s*/g, " ");
  const failure = { ...poison, reason };
  if (await isSettled(client, failure)) return;
  const meta = headers();
  meta.set(deadLetterHeaders.reason, reason);
  meta.set(deadLetterHeaders.sequence, String(poison.sequence));
  meta.set(deadLetterHeaders.subject, poison.subject);
  if (poison.stack) {
    meta.set(deadLetterHeaders.stack, JSON.stringify(poison.stack.slice(0, MAX_STACK)));
  }
  await client.publish(subjects.deadLetter(poison.partition), poison.payload, {
    msgID: `dlq:${poison.sequence}:${digestOf(failure)}`,
    headers: meta,
  });
}
