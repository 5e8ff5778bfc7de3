import type { JetStreamManager } from "@nats-io/jetstream";
import { type ServedMessage, servedOfThisBuild } from "@slipstream/contracts/served";
import { streams, subjects } from "@slipstream/contracts/subjects";

/** Messages fetched at a time. */
const AT_ONCE = 8;

/**
 * A random sample of what was served last to a shop, each answer once, in no order: `count` looks
 * into the last `window` messages of all shops, so that it costs the same at any traffic.
 */
export async function sampleServed(
  manager: JetStreamManager,
  options: { shop: string; window: number; count: number; random: () => number },
): Promise<ServedMessage[]> {
  const { shop, window, count, random } = options;
  const { state } = await manager.streams.info(streams.served);
  const first = Math.max(state.first_seq, state.last_seq - window + 1);
  const span = state.last_seq - first + 1;
  if (state.messages === 0 || span < 1) return [];
  const places = new Set<number>();
  for (let look = 0; look < count; look++) places.add(first + Math.floor(random() * span));
  const wanted = [...places];
  const found = new Map<number, ServedMessage>();
  const fetchAll = async () => {
    for (let seq = wanted.pop(); seq !== undefined; seq = wanted.pop()) {
      const message = await manager.direct.getMessage(streams.served, {
        ...{ seq, next_by_subj: subjects.served(shop) },
      });
      if (message === null || found.has(message.seq)) continue;
      const served = servedOfThisBuild(message.data);
      if (served) found.set(message.seq, served);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchAll));
  return [...found.values()];
}
