import type { LoggedEvent } from "../processor/logged-event.ts";
import { highestOf } from "./live-watermarks.ts";
import type { Range } from "./log-source.ts";

export interface FollowerOptions {
  /** Events of a part of the log, in log order. */
  source(range: Range): AsyncIterable<LoggedEvent[]>;
  apply(events: readonly LoggedEvent[]): Promise<void>;
  /** Later events are left out: received after this, in milliseconds. */
  until?: number | undefined;
  onProgress(progress: { events: number; upTo: number; target: number }): void;
}

/**
 * Follows the live processors: applies what they have applied, and nothing that they have not, so
 * that what they tell about an event is told before its effects can be put in place.
 */
export class Follower {
  readonly #options: FollowerOptions;
  /** Every event up to here is applied. */
  #complete = 0;
  /** The last sequence applied, per partition; some lie above #complete. */
  #reached: ReadonlyMap<number, number> = new Map();
  #events = 0;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Events applied so far. */
  get events(): number {
    return this.#events;
  }

  /** Every event up to this sequence is applied. */
  get complete(): number {
    return this.#complete;
  }

  /** Goes on up to the watermarks of all partitions. */
  async reach(watermarks: ReadonlyMap<number, number>): Promise<void> {
    const { source, apply, onProgress } = this.#options;
    const before = highestOf(watermarks) + 1;
    let firstLeft = before;
    for await (const events of source({ after: this.#complete, before })) {
      const due = events.filter((logged) => this.#isDue(logged, watermarks));
      const left = events.find(
        ({ partition, sequence }) => sequence > (watermarks.get(partition) ?? 0),
      );
      firstLeft = Math.min(firstLeft, left?.sequence ?? before);
      await apply(due);
      this.#events += due.length;
      const upTo = events.at(-1)?.sequence ?? 0;
      onProgress({ events: this.#events, upTo, target: before - 1 });
    }
    this.#reached = watermarks;
    this.#complete = firstLeft - 1;
  }

  #isDue({ partition, sequence, event }: LoggedEvent, upTo: ReadonlyMap<number, number>): boolean {
    if (sequence <= (this.#reached.get(partition) ?? 0)) return false;
    if (sequence > (upTo.get(partition) ?? 0)) return false;
    return event.receivedAt <= (this.#options.until ?? Number.POSITIVE_INFINITY);
  }
}
