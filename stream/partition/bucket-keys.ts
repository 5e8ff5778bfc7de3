import type { JetStreamManager } from "@nats-io/jetstream";
import type { KV } from "@nats-io/kv";

/**
 * The keys of a bucket, those that were deleted included. `KV.keys` would make a consumer each time,
 * which stays for a while.
 */
export async function bucketKeys(manager: JetStreamManager, kv: KV): Promise<string[]> {
  const { bucket } = await kv.status();
  const { state } = await manager.streams.info(`KV_${bucket}`, { subjects_filter: ">" });
  const prefix = `$KV.${bucket}.`;
  return Object.keys(state.subjects ?? {}).map((subject) => subject.slice(prefix.length));
}
