import type { JetStreamManager } from "@nats-io/jetstream";
import { type ServedMessage, servedOfThisBuild } from "@slipstream/contracts/served";
import { streams, subjects } from "@slipstream/contracts/subjects";

/** Messages fetched at a time. */
const AT_ONCE = 8;

export interface ServedSample {
  shop: string;
  accepts: (message: ServedMessage) => boolean;
  /** Messages of all shops that it reaches back. */
  window?: number;
  /** Looks into them at most, so that it costs the same at any traffic. */
  looks?: number;
  /** Answers that are enough. */
  enough?: number;
  /** Uniform in [0, 1). */
  random: () => number;
}

const RECENT_SERVED = 20_000;
const LOOKS = 3_200;
const ENOUGH = 600;

/**
 * A random sample of what was served last to a shop, each answer once, in no order. Where few of the
 * answers are accepted (a model is new, or most visitors are strangers) it looks at more of them.
 */
export async function sampleServed(
  manager: JetStreamManager,
  sample: ServedSample,
): Promise<ServedMessage[]> {
  const { shop, accepts, random } = sample;
  const { window = RECENT_SERVED, looks = LOOKS, enough = ENOUGH } = sample;
  const { state } = await manager.streams.info(streams.served);
  const first = Math.max(state.first_seq, state.last_seq - window + 1);
  const span = state.last_seq - first + 1;
  if (state.messages === 0 || span < 1) return [];
  const places = new Set<number>();
  for (let look = 0; look < looks; look++) places.add(first + Math.floor(random() * span));
  const wanted = [...places];
  const found = new Map<number, ServedMessage>();
  const fetchAll = async () => {
    while (found.size < enough) {
      const seq = wanted.pop();
      if (seq === undefined) return;
      const message = await manager.direct.getMessage(streams.served, {
        ...{ seq, next_by_subj: subjects.served(shop) },
      });
      if (message === null || found.has(message.seq)) continue;
      const served = servedOfThisBuild(message.data);
      if (served && accepts(served)) found.set(message.seq, served);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchAll));
  return [...found.values()];
}
