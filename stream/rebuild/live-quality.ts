import type { KV } from "@nats-io/kv";
import { type Member, memberSchema } from "@slipstream/contracts/members";
import { type StreamStatus, streamStatusSchema } from "@slipstream/contracts/stream-status";

const TIMEOUT_MS = 2_000;

/** Live quality of the learners, as the processors that live tell; those that do not answer are left out. */
export async function readLiveQuality(members: KV): Promise<StreamStatus["prequential"]> {
  const found = new Map<string, StreamStatus["prequential"][number]>();
  for (const member of await readMembers(members)) {
    for (const quality of await qualityOf(member)) {
      // Each learns from its own partitions: the one that has seen most speaks for the shop.
      if (quality.samples < (found.get(quality.shop)?.samples ?? 0)) continue;
      found.set(quality.shop, quality);
    }
  }
  return [...found.values()];
}

async function readMembers(members: KV): Promise<Member[]> {
  const found: Member[] = [];
  for await (const id of await members.keys()) {
    const entry = await members.get(id);
    const parsed = memberSchema.safeParse(entry?.operation === "PUT" ? entry.json() : undefined);
    if (parsed.success) found.push(parsed.data);
  }
  return found;
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
