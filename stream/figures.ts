import { StageTimes } from "./turns/stage-times.ts";

/** What the process has done since its start, for `/metrics` and `/status`. */
export class Figures {
  readonly startedAtMs = Date.now();
  duplicatesDropped = 0;
  deadLetters = 0;
  returnsSkipped = 0;
  ratingsSkipped = 0;
  turns = 0;
  restarts = 0;
  learnMessages = 0;
  shedShare = 0;
  quarantined = 0;
  purged = 0;
  readonly stages = new StageTimes();
  /** Events that came, per partition. */
  readonly consumed = new Map<number, number>();

  get applied(): number {
    return [...this.consumed.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Notes an event that was applied of a partition. */
  noteApplied(partition: number): void {
    this.consumed.set(partition, 1 + (this.consumed.get(partition) ?? 0));
  }
}
