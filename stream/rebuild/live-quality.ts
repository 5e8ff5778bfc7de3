import type { JetStreamManager } from "@nats-io/jetstream";
import type { KV } from "@nats-io/kv";
import { type Member, memberSchema } from "@slipstream/contracts/members";
import { type StreamStatus, streamStatusSchema } from "@slipstream/contracts/stream-status";
import { bucketKeys } from "../partition/bucket-keys.ts";

const TIMEOUT_MS = 2_000;

/** Live quality of the learners, as the processors that live tell; those that do not answer are left out. */
export async function readLiveQuality(
  manager: JetStreamManager,
  members: KV,
): Promise<StreamStatus["prequential"]> {
  const found = new Map<string, StreamStatus["prequential"][number]>();
  for (const member of await readMembers(manager, members)) {
    for (const quality of await qualityOf(member)) {
      // Each learns from its own partitions: the one that has seen most speaks for the shop.
      if (quality.samples < (found.get(quality.shop)?.samples ?? 0)) continue;
      found.set(quality.shop, quality);
    }
  }
  return [...found.values()];
}

async function readMembers(manager: JetStreamManager, members: KV): Promise<Member[]> {
  const ids = await bucketKeys(manager, members);
  const entries = await Promise.all(ids.map((id) => members.get(id)));
  return entries.flatMap((entry) => {
    const parsed = memberSchema.safeParse(entry?.operation === "PUT" ? entry.json() : undefined);
    return parsed.success ? [parsed.data] : [];
  });
}

async function qualityOf({ host, port }: Member): Promise<StreamStatus["prequential"]> {
  try {
    const response = await fetch(`http://${host}:${port}/status`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return streamStatusSchema.pick({ prequential: true }).parse(await response.json()).prequential;
  } catch {
    return [];
  }
}
