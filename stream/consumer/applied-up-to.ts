import type { JetStreamManager } from "@nats-io/jetstream";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { streams, subjects } from "@slipstream/contracts/subjects";
import type { Redis } from "ioredis";
import { readWatermarks } from "../redis/partition-fence.ts";

/**
 * The sequence up to which every event on EVENTS is applied, whoever holds its partition. Watermarks
 * alone do not tell: that of a partition without events stays where it is.
 */
export async function readAppliedUpTo(parts: {
  manager: JetStreamManager;
  redis: Redis;
}): Promise<number> {
  const { manager, redis } = parts;
  const { state } = await manager.streams.info(streams.events);
  const watermarks = await readWatermarks(redis, [...Array(PARTITIONS).keys()]);
  const firsts = await Promise.all(
    watermarks.map(async (watermark, partition) => {
      if (watermark >= state.last_seq) return undefined;
      const next = await manager.direct.getMessage(streams.events, {
        seq: watermark + 1,
        next_by_subj: subjects.eventsOfPartition(partition),
      });
      return next?.seq;
    }),
  );
  return Math.min(state.last_seq, ...firsts.map((seq = Number.POSITIVE_INFINITY) => seq - 1));
}
