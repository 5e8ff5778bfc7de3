import { AckPolicy, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import { signBody } from "@slipstream/contracts/signature";

/*
 * Stands where the stream processor does: takes each message, announces it, acknowledges it. A
 * process of its own.
 */

/** As the processor does: what comes within this time is announced together. */
const ANNOUNCE_WITHIN_MS = 2;
const STREAM = "HOPS";

const announceUrl = process.env.ANNOUNCE_URL!;
const secret = process.env.INTERNAL_SECRET!;

const connection = await connect({ servers: process.env.NATS_URL });
const manager = await jetstreamManager(connection);
await manager.streams.add({ name: STREAM, subjects: ["hops.>"] });
await manager.consumers.add(STREAM, { durable_name: "hops", ack_policy: AckPolicy.Explicit });
const consumer = await jetstream(connection).consumers.get(STREAM, "hops");

let waiting: string[] = [];

async function announce(): Promise<void> {
  const body = `[${waiting.join()}]`;
  waiting = [];
  const signature = await signBody({ secret, body, nowMs: Date.now() });
  const response = await fetch(announceUrl, {
    method: "POST",
    headers: { [SIGNATURE_HEADER]: signature, "content-type": "application/json" },
    body,
  });
  await response.arrayBuffer();
}

process.on("SIGTERM", () => process.exit(0));
for await (const message of await consumer.consume()) {
  waiting.push(message.string());
  if (waiting.length === 1) {
    setTimeout(() => announce().catch((error) => console.error(error)), ANNOUNCE_WITHIN_MS);
  }
  message.ack();
}
