import type { ConsumerInfo, JetStreamManager } from "@nats-io/jetstream";
import type { KV } from "@nats-io/kv";
import type { PartitionStatus } from "@slipstream/contracts/stream-status";
import {
  LEASE_BUCKET,
  parseProcessorConsumer,
  streams,
  subjects,
} from "@slipstream/contracts/subjects";
import { leaseKey } from "../partition/leases.ts";
import { PartitionWindow } from "./partition-window.ts";

interface PartitionReaderParts {
  manager: JetStreamManager;
  leases: KV;
  /** Who this process is, as its leases say. */
  holder?: string;
  /** The last sequence applied of each partition that this process holds. */
  watermarks: () => ReadonlyMap<number, number>;
}

/** How partitions stand, asked of the stream and the leases: of all, whoever holds them. */
export class PartitionReader {
  readonly #parts: PartitionReaderParts;
  readonly #windows = new Map<number, PartitionWindow>();
  /** The last watermarks known, for while the processor starts again. */
  readonly #watermarks = new Map<number, number>();
  #listed: { atMs: number; infos: Promise<ReadonlyMap<number, ConsumerInfo>> } | undefined;
  #leased: { atMs: number; alive: Promise<ReadonlySet<string>> } | undefined;

  constructor(parts: PartitionReaderParts) {
    this.#parts = parts;
  }

  async read(partition: number, nowMs: number): Promise<PartitionStatus> {
    const [info, leaseHolder] = await Promise.all([
      this.#infos(nowMs).then(
        (infos) => infos.get(partition),
        () => undefined,
      ),
      this.#holderOf(partition, nowMs),
    ]);
    const watermark = this.#watermarkOf(partition, info);
    const ages = await this.#ages({ partition, watermark, info, nowMs });
    return {
      partition,
      ...this.#windowOf(partition).note({ atMs: nowMs, info, held: leaseHolder !== null }),
      pending: info?.num_pending ?? 0,
      ackPending: info?.num_ack_pending ?? 0,
      ackPendingLimit: info?.config.max_ack_pending ?? 0,
      redelivered: info?.num_redelivered ?? 0,
      ackFloor: info?.ack_floor.stream_seq ?? 0,
      watermark,
      ...ages,
      leaseHolder,
    };
  }

  /** Whose lease a partition is; its own this process knows, and asks only whether they are alive. */
  async #holderOf(partition: number, nowMs: number): Promise<string | null> {
    const { leases, holder, watermarks } = this.#parts;
    const key = leaseKey(partition);
    if (this.#leased?.atMs !== nowMs) this.#leased = { atMs: nowMs, alive: this.#aliveLeases() };
    if (!(await this.#leased.alive).has(key)) return null;
    if (holder !== undefined && watermarks().has(partition)) return holder;
    const lease = await leases.get(key);
    return lease?.operation === "PUT" ? lease.string() : null;
  }

  /** The keys of the leases that have not run out, given back or not: one question for all. */
  async #aliveLeases(): Promise<ReadonlySet<string>> {
    const prefix = `$KV.${LEASE_BUCKET}.`;
    const { state } = await this.#parts.manager.streams.info(`KV_${LEASE_BUCKET}`, {
      subjects_filter: `${prefix}>`,
    });
    return new Set(Object.keys(state.subjects ?? {}).map((each) => each.slice(prefix.length)));
  }

  /** The consumer of each partition's last holder; listed once for all partitions. */
  #infos(nowMs: number): Promise<ReadonlyMap<number, ConsumerInfo>> {
    if (this.#listed?.atMs !== nowMs) this.#listed = { atMs: nowMs, infos: this.#list() };
    return this.#listed.infos;
  }

  async #list(): Promise<ReadonlyMap<number, ConsumerInfo>> {
    const newest = new Map<number, { token: number; info: ConsumerInfo }>();
    for await (const info of this.#parts.manager.consumers.list(streams.events)) {
      const found = parseProcessorConsumer(info.name);
      if (found === undefined || found.token < (newest.get(found.partition)?.token ?? 0)) continue;
      newest.set(found.partition, { token: found.token, info });
    }
    return new Map([...newest].map(([partition, { info }]) => [partition, info]));
  }

  #windowOf(partition: number): PartitionWindow {
    const known = this.#windows.get(partition);
    if (known !== undefined) return known;
    const window = new PartitionWindow();
    this.#windows.set(partition, window);
    return window;
  }

  #watermarkOf(partition: number, info: ConsumerInfo | undefined): number {
    const watermark =
      this.#parts.watermarks().get(partition) ??
      info?.ack_floor.stream_seq ??
      this.#watermarks.get(partition) ??
      0;
    this.#watermarks.set(partition, watermark);
    return watermark;
  }

  /** Of what is not applied, and of what is not acknowledged: nearly always the same event. */
  async #ages(of: {
    partition: number;
    watermark: number;
    info: ConsumerInfo | undefined;
    nowMs: number;
  }): Promise<Pick<PartitionStatus, "lagSeconds" | "oldestUnacknowledgedSeconds">> {
    const { partition, watermark, info, nowMs } = of;
    if (info !== undefined && info.num_pending + info.num_ack_pending === 0) {
      return { lagSeconds: 0, oldestUnacknowledgedSeconds: 0 };
    }
    const floor = info?.ack_floor.stream_seq ?? watermark;
    const lagSeconds = await this.#ageBehind({ partition, sequence: watermark, nowMs });
    const oldestUnacknowledgedSeconds =
      floor === watermark
        ? lagSeconds
        : await this.#ageBehind({ partition, sequence: floor, nowMs });
    return { lagSeconds, oldestUnacknowledgedSeconds };
  }

  /** Age in seconds of a partition's first event behind a sequence; 0 when there is none. */
  async #ageBehind(of: { partition: number; sequence: number; nowMs: number }): Promise<number> {
    const oldest = await this.#parts.manager.direct.getMessage(streams.events, {
      seq: of.sequence + 1,
      next_by_subj: subjects.eventsOfPartition(of.partition),
    });
    return oldest === null ? 0 : Math.max(0, (of.nowMs - oldest.time.getTime()) / 1000);
  }
}
