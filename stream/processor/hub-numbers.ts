import type { HubStamp } from "@slipstream/contracts/events";

/** Storage epochs that are remembered of one hub shard, newest first. */
const MAX_EPOCHS = 4;
/** Ranges of missing numbers that are remembered of one epoch. */
const MAX_GAPS = 4096;

/** What was seen of one epoch of a shard: all of 1 … highest, save the gaps (from, to inclusive). */
interface EpochSeen {
  epoch: string;
  highest: number;
  gaps: [from: number, to: number][];
}

export type HubSighting = "fresh" | "duplicate";

/**
 * Which running numbers of one hub shard were applied. A hub republishes what it is not sure of,
 * also outside the stream's duplicate window; by its number an event counts once at any distance.
 */
export class HubNumbers {
  #epochs: EpochSeen[] = [];

  /** Notes a number. A number that is missing below the highest is fresh when it comes late. */
  see({ epoch, number }: Pick<HubStamp, "epoch" | "number">): HubSighting {
    const seen = this.#epochs.find((each) => each.epoch === epoch) ?? this.#open(epoch);
    if (number > seen.highest) {
      if (number > seen.highest + 1) openGap(seen, seen.highest + 1, number - 1);
      seen.highest = number;
      return "fresh";
    }
    return fillGap(seen, number) ? "fresh" : "duplicate";
  }

  /**
   * Whether a number was seen; notes nothing. Undefined where nobody can tell any more: as many
   * epochs as are remembered came after its own.
   */
  knows({ epoch, number }: Pick<HubStamp, "epoch" | "number">): boolean | undefined {
    const seen = this.#epochs.find((each) => each.epoch === epoch);
    if (seen === undefined) return this.#epochs.length < MAX_EPOCHS ? false : undefined;
    return (
      number <= seen.highest && !seen.gaps.some(([from, to]) => number >= from && number <= to)
    );
  }

  /** JSON of all of it, as it lies in the partition's hash. */
  encode(): string {
    return JSON.stringify(this.#epochs.map(({ epoch, highest, gaps }) => [epoch, highest, gaps]));
  }

  static decode(json: string): HubNumbers {
    const numbers = new HubNumbers();
    const rows = JSON.parse(json) as [string, number, [number, number][]][];
    numbers.#epochs = rows.map(([epoch, highest, gaps]) => ({ epoch, highest, gaps }));
    return numbers;
  }

  #open(epoch: string): EpochSeen {
    const seen: EpochSeen = { epoch, highest: 0, gaps: [] };
    this.#epochs.unshift(seen);
    this.#epochs.length = Math.min(this.#epochs.length, MAX_EPOCHS);
    return seen;
  }
}

function openGap(seen: EpochSeen, from: number, to: number): void {
  seen.gaps.push([from, to]);
  // The oldest hole is given up: what might still fill it would be 4,096 losses old.
  if (seen.gaps.length > MAX_GAPS) seen.gaps.shift();
}

function fillGap(seen: EpochSeen, number: number): boolean {
  const at = seen.gaps.findIndex(([from, to]) => number >= from && number <= to);
  if (at < 0) return false;
  const [from, to] = seen.gaps[at]!;
  const rest: [number, number][] = [];
  if (from < number) rest.push([from, number - 1]);
  if (number < to) rest.push([number + 1, to]);
  seen.gaps.splice(at, 1, ...rest);
  return true;
}
