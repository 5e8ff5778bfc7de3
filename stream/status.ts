import type { JetStreamManager } from "@nats-io/jetstream";
import type { KV } from "@nats-io/kv";
import { PARTITIONS } from "@slipstream/contracts/limits";
import type { PartitionStatus, StreamStatus } from "@slipstream/contracts/stream-status";
import { consumers, streams, subjects } from "@slipstream/contracts/subjects";
import type { Archive } from "./archive/archive.ts";
import type { Figures } from "./figures.ts";
import { leaseKey } from "./partition/leases.ts";
import type { Relay } from "./relay/relay.ts";
import type { StreamProcessor } from "./turns/stream-processor.ts";

/** An answer is reused for this long: several watchers cost no more than one. */
const FRESH_MS = 500;

export interface StatusParts {
  manager: JetStreamManager;
  leases: KV;
  processor: StreamProcessor;
  archive: Archive;
  figures: Figures;
  relay: Relay;
}

/** What the ops page shows, asked of the stream itself. */
export class StatusReader {
  readonly #parts: StatusParts;
  /** The last watermarks known, for while the processor starts again. */
  readonly #watermarks = new Map<number, number>();
  #last: { atMs: number; status: Promise<StreamStatus> } | undefined;

  constructor(parts: StatusParts) {
    this.#parts = parts;
  }

  read(): Promise<StreamStatus> {
    const nowMs = Date.now();
    if (this.#last === undefined || nowMs - this.#last.atMs > FRESH_MS) {
      const status = this.#compose(nowMs);
      status.catch(() => {
        this.#last = undefined;
      });
      this.#last = { atMs: nowMs, status };
    }
    return this.#last.status;
  }

  async #compose(nowMs: number): Promise<StreamStatus> {
    const { figures, archive, processor, relay } = this.#parts;
    const partitions = await Promise.all(
      Array.from({ length: PARTITIONS }, (_, partition) => this.#partition(partition, nowMs)),
    );
    return {
      at: nowMs,
      partitions,
      totals: {
        applied: figures.applied,
        duplicatesDropped: figures.duplicatesDropped,
        deadLetters: figures.deadLetters,
        archived: archive.archived,
        ratePerSecond: figures.rate.perSecond(nowMs),
        pending: partitions.reduce((sum, { pending }) => sum + pending, 0),
        lagSeconds: Math.max(0, ...partitions.map(({ lagSeconds }) => lagSeconds)),
        shedShare: figures.shedShare,
      },
      relay: {
        depth: await relay.depth(),
        oldestAgeSeconds: relay.oldestAgeSeconds(nowMs),
        ...relay.figures,
        failure: relay.failure ?? null,
      },
      prequential: processor.prequential(),
    };
  }

  async #partition(partition: number, nowMs: number): Promise<PartitionStatus> {
    const { manager, leases, processor, figures } = this.#parts;
    const [info, lease] = await Promise.all([
      manager.consumers.info(streams.events, consumers.processor(partition)).catch(() => undefined),
      leases.get(leaseKey(partition)),
    ]);
    const watermark =
      processor.watermarks().get(partition) ??
      info?.ack_floor.stream_seq ??
      this.#watermarks.get(partition) ??
      0;
    this.#watermarks.set(partition, watermark);
    const waiting = info === undefined || info.num_pending + info.num_ack_pending > 0;
    return {
      partition,
      pending: info?.num_pending ?? 0,
      ackPending: info?.num_ack_pending ?? 0,
      ackPendingLimit: info?.config.max_ack_pending ?? 0,
      redelivered: info?.num_redelivered ?? 0,
      watermark,
      lagSeconds: waiting ? await this.#lagSeconds({ partition, watermark, nowMs }) : 0,
      leaseHolder: lease?.operation === "PUT" ? lease.string() : null,
      ratePerSecond: figures.partitionRates.get(partition)?.perSecond(nowMs) ?? 0,
    };
  }

  /** The age of the first event behind the watermark. */
  async #lagSeconds(of: { partition: number; watermark: number; nowMs: number }): Promise<number> {
    const oldest = await this.#parts.manager.direct.getMessage(streams.events, {
      seq: of.watermark + 1,
      next_by_subj: subjects.eventsOfPartition(of.partition),
    });
    return oldest === null ? 0 : Math.max(0, (of.nowMs - oldest.time.getTime()) / 1000);
  }
}
