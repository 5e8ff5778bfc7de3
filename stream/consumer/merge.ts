/** What the merge needs of a message. */
interface Sequenced {
  seq: number;
}

/** A queue that is emptied from its head without moving what is behind. */
class Queue<T> {
  #items: T[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  first(): T | undefined {
    return this.#items[this.#head];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): void {
    this.#head++;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    }
  }
}

/**
 * Puts the messages of all partitions back into the order of the log. The next message is the one
 * whose sequence follows; when that one is missing, whoever calls finds out whether it will come
 * (`skipTo`) before anything behind it is taken. A loose merge waits for nothing: the first message
 * that is here is next, and only those of one partition are in the order of the log.
 */
export class LogMerge<T extends Sequenced> {
  readonly #queues = new Map<number, Queue<T>>();
  /** The highest sequence queued or applied, per partition: what comes again is dropped. */
  readonly #queuedUpTo: Map<number, number>;
  readonly #isLoose: boolean;
  #next: number;
  #queued = 0;

  /** Starts behind what was applied: `watermarks` per partition, 0 for none. */
  constructor(watermarks: ReadonlyMap<number, number>, { isLoose } = { isLoose: false }) {
    this.#queuedUpTo = new Map(watermarks);
    for (const partition of watermarks.keys()) this.#queues.set(partition, new Queue());
    this.#next = Math.max(0, ...watermarks.values()) + 1;
    this.#isLoose = isLoose;
  }

  /** The highest sequence of a partition that was queued, or applied. */
  queuedUpTo(partition: number): number {
    return this.#queuedUpTo.get(partition) ?? 0;
  }

  /** The sequence that has to come next. */
  get next(): number {
    return this.#next;
  }

  get queued(): number {
    return this.#queued;
  }

  /** Queues a message; false when it is an old one, delivered again, or of no partition of these. */
  put(partition: number, message: T): boolean {
    const queue = this.#queues.get(partition);
    if (queue === undefined || message.seq <= this.queuedUpTo(partition)) return false;
    this.#queuedUpTo.set(partition, message.seq);
    queue.push(message);
    this.#queued++;
    return true;
  }

  /** Up to `limit` messages in log order, as far as none is missing. */
  take(limit: number): T[] {
    const taken: T[] = [];
    while (taken.length < limit) {
      const queue = this.#lowest();
      const message = queue?.first();
      if (queue === undefined || message === undefined) break;
      if (message.seq > this.#next && !this.#isLoose) break;
      queue.shift();
      this.#queued--;
      this.#next = Math.max(this.#next, message.seq + 1);
      taken.push(message);
    }
    return taken;
  }

  /** The sequence of the first message that waits; undefined when none does. */
  get first(): number | undefined {
    return this.#lowest()?.first()?.seq;
  }

  /**
   * The next message was had in another way: when it comes after all, it is an old one. False when
   * it has come meanwhile: it is queued, and must not be taken twice.
   */
  takenElsewhere(partition: number, sequence: number): boolean {
    const first = this.#queues.get(partition)?.first()?.seq ?? Number.POSITIVE_INFINITY;
    if (first <= sequence) return false;
    const queuedUpTo = this.#queuedUpTo.get(partition) ?? 0;
    this.#queuedUpTo.set(partition, Math.max(queuedUpTo, sequence));
    this.skipTo(sequence + 1);
    return true;
  }

  /** Nothing below this sequence will come any more. */
  skipTo(sequence: number): void {
    this.#next = Math.max(this.#next, sequence);
  }

  #lowest(): Queue<T> | undefined {
    let lowest: Queue<T> | undefined;
    for (const queue of this.#queues.values()) {
      const seq = queue.first()?.seq;
      if (seq !== undefined && seq < (lowest?.first()?.seq ?? Number.POSITIVE_INFINITY)) {
        lowest = queue;
      }
    }
    return lowest;
  }
}
