import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { finished } from "node:stream/promises";
import type { NatsConnection } from "@nats-io/nats-core";
import { createInbox } from "@nats-io/nats-core";
import { z } from "zod";

/*
 * The server's own snapshots (API `STREAM.SNAPSHOT` and `STREAM.RESTORE`, ADR-1 of JetStream): a
 * stream comes back with its sequences, times, ids and holes, which watermarks elsewhere speak of.
 * Key-value and object buckets are streams as well.
 */

const REQUEST_TIMEOUT_MS = 30_000;
const CHUNK_BYTES = 128 * 1024;

const failure = z.object({ error: z.object({ code: z.number(), description: z.string() }) });

/** A stream's configuration and state, as the server tells and takes them. */
export const snapshotSchema = z.object({
  config: z.looseObject({ name: z.string() }),
  state: z.looseObject({ messages: z.number(), first_seq: z.number(), last_seq: z.number() }),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** NATS refused, or a snapshot broke off. */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError";
  readonly code = "stream_snapshot";
}

/**
 * Writes a stream to a file (compressed by the server) and tells what is in it. Consumers stay out:
 * who follows a stream makes its own.
 * @throws SnapshotError
 */
export async function snapshotStream(
  connection: NatsConnection,
  options: { stream: string; file: string },
): Promise<Snapshot> {
  const inbox = createInbox();
  const chunks = connection.subscribe(inbox);
  const answer = await ask(connection, `$JS.API.STREAM.SNAPSHOT.${options.stream}`, {
    deliver_subject: inbox,
    no_consumers: true,
    chunk_size: CHUNK_BYTES,
  });
  const file = createWriteStream(options.file);
  for await (const chunk of chunks) {
    if (chunk.headers !== undefined && chunk.headers.code >= 400) {
      throw new SnapshotError(`${options.stream}: ${chunk.headers.description}`);
    }
    // The server ends with an empty message.
    if (chunk.data.length === 0) break;
    if (!file.write(chunk.data)) await once(file, "drain");
    chunk.respond();
  }
  chunks.unsubscribe();
  file.end();
  await finished(file);
  return snapshotSchema.parse(answer);
}

/**
 * Makes a stream of a snapshot; there must be none of its name.
 * @throws SnapshotError
 */
export async function restoreStream(
  connection: NatsConnection,
  options: { snapshot: Snapshot; file: string },
): Promise<void> {
  const { snapshot } = options;
  const subject = `$JS.API.STREAM.RESTORE.${snapshot.config.name}`;
  const { deliver_subject } = z
    .object({ deliver_subject: z.string() })
    .parse(await ask(connection, subject, snapshot));
  const file = await open(options.file);
  try {
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) break;
      const part = buffer.slice(0, bytesRead);
      const taken = await connection.request(deliver_subject, part, {
        timeout: REQUEST_TIMEOUT_MS,
      });
      if (taken.data.length > 0) refuseFailure(taken.json(), snapshot.config.name);
    }
  } finally {
    await file.close();
  }
  await ask(connection, deliver_subject, undefined);
}

async function ask(connection: NatsConnection, subject: string, body: unknown): Promise<unknown> {
  const payload = body === undefined ? new Uint8Array() : JSON.stringify(body);
  const answer = await connection.request(subject, payload, { timeout: REQUEST_TIMEOUT_MS });
  const parsed: unknown = answer.json();
  refuseFailure(parsed, subject);
  return parsed;
}

function refuseFailure(answer: unknown, about: string): void {
  const failed = failure.safeParse(answer);
  if (failed.success) throw new SnapshotError(`${about}: ${failed.data.error.description}`);
}
