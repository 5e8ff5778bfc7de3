import type { ShopEvent } from "@slipstream/contracts/events";
import { partitionOf } from "@slipstream/contracts/partition";
import { messageOf } from "../testing/events.ts";

export interface StoredMessage {
  seq: number;
  partition: number;
  subject: string;
  data: Uint8Array;
}

/** A partition's consumer: whose it is, how far it has delivered, and what is acknowledged. */
interface ModelConsumer {
  owner: string;
  delivered: number;
  acknowledged: number;
}

/** EVENTS with a consumer for each partition, which whoever takes the partition makes anew. */
export class ModelEvents {
  readonly messages: readonly StoredMessage[];
  readonly consumers = new Map<number, ModelConsumer>();

  constructor(events: readonly ShopEvent[]) {
    this.messages = events.map((event, at) => {
      const { subject, payload: data } = messageOf(event);
      return { seq: at + 1, partition: partitionOf(event.visitorId), subject, data };
    });
  }

  partitions(): number[] {
    return [...new Set(this.messages.map(({ partition }) => partition))].sort((a, b) => a - b);
  }

  /** Makes the consumers of partitions anew, each behind what was applied. */
  open(owner: string, watermarks: ReadonlyMap<number, number>): void {
    for (const [partition, watermark] of watermarks) {
      this.consumers.set(partition, { owner, delivered: watermark, acknowledged: 0 });
    }
  }

  isReadBy(owner: string, partitions: Iterable<number>): boolean {
    return [...partitions].every((partition) => this.consumers.get(partition)?.owner === owner);
  }

  /** Partitions whose consumer is this one's and has something to deliver. */
  deliverable(owner: string): number[] {
    return [...this.consumers]
      .filter(([partition, consumer]) => consumer.owner === owner && this.#next(partition))
      .map(([partition]) => partition);
  }

  /** Delivers the next messages of a partition. */
  deliver(partition: number, limit: number): StoredMessage[] {
    const delivered: StoredMessage[] = [];
    for (let next = this.#next(partition); next && delivered.length < limit; ) {
      delivered.push(next);
      this.consumers.get(partition)!.delivered = next.seq;
      next = this.#next(partition);
    }
    return delivered;
  }

  /** An acknowledgement got lost, or its time was over: from its floor on all comes again. */
  redeliver(partition: number): void {
    const consumer = this.consumers.get(partition);
    if (consumer !== undefined) {
      consumer.delivered = Math.min(consumer.delivered, consumer.acknowledged);
    }
  }

  acknowledge(owner: string, partition: number, seq: number): void {
    const consumer = this.consumers.get(partition);
    if (consumer?.owner !== owner) return;
    consumer.acknowledged = Math.max(consumer.acknowledged, seq);
  }

  /** The first message of some partitions from a sequence on. */
  firstOf(partitions: ReadonlySet<number>, from: number): StoredMessage | undefined {
    return this.messages.find(({ seq, partition }) => seq >= from && partitions.has(partition));
  }

  #next(partition: number): StoredMessage | undefined {
    const consumer = this.consumers.get(partition);
    if (consumer === undefined) return undefined;
    return this.messages.find(
      (message) => message.partition === partition && message.seq > consumer.delivered,
    );
  }
}
