import type { JetStreamManager } from "@nats-io/jetstream";
import type { KV } from "@nats-io/kv";
import { PARTITIONS } from "@slipstream/contracts/limits";
import type { StreamStatus } from "@slipstream/contracts/stream-status";
import { streams } from "@slipstream/contracts/subjects";
import type { Archive } from "./archive/archive.ts";
import type { Figures } from "./figures.ts";
import { PartitionReader } from "./ops/partition-reader.ts";
import { OBSERVE_MS } from "./ops/partition-window.ts";
import type { Relay } from "./relay/relay.ts";
import type { StreamProcessor } from "./turns/stream-processor.ts";

/** An answer is reused for this long: several watchers cost no more than one. */
const FRESH_MS = 500;

export interface StatusParts {
  manager: JetStreamManager;
  leases: KV;
  /** Who this process is, as its leases say. */
  id: string;
  processor: StreamProcessor;
  archive: Archive;
  figures: Figures;
  relay: Relay;
}

/** What the ops page shows, asked of the stream itself. */
export class StatusReader {
  readonly #parts: StatusParts;
  readonly #partitions: PartitionReader;
  #last: { atMs: number; status: Promise<StreamStatus> } | undefined;

  #watching: NodeJS.Timeout | undefined;

  constructor(parts: StatusParts) {
    const { manager, leases, id: holder, processor } = parts;
    this.#parts = parts;
    const watermarks = () => processor.watermarks();
    this.#partitions = new PartitionReader({ manager, leases, holder, watermarks });
  }

  /** Looks at the partitions again and again, so that their windows are full when somebody asks. */
  watch(): void {
    this.#watching = setInterval(() => this.read().catch(() => undefined), OBSERVE_MS);
  }

  stop(): void {
    clearInterval(this.#watching);
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
    const { manager } = this.#parts;
    const [dlq, ...partitions] = await Promise.all([
      manager.streams.info(streams.dlq),
      ...Array.from({ length: PARTITIONS }, (_, partition) =>
        this.#partitions.read(partition, nowMs),
      ),
    ]);
    return {
      at: nowMs,
      partitions,
      totals: {
        applied: figures.applied,
        duplicatesDropped: figures.duplicatesDropped,
        deadLetters: figures.deadLetters,
        deadLettersWaiting: dlq.state.messages,
        archived: archive.archived,
        ratePerSecond: partitions.reduce((sum, { outPerSecond }) => sum + outPerSecond, 0),
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
}
