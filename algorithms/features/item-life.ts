import type { Candidates } from "../engine/candidates.ts";
import type { FeatureGroup } from "../engine/feature-group.ts";
import type { Columns } from "../engine/feature-table.ts";
import { grownFloats } from "../engine/grown.ts";
import type { Interaction, Query } from "../engine/query.ts";
import { Popularity } from "../sources/popularity.ts";

/** Half-lives, in events of the shop, of the popularities. */
const HALF_LIVES = [300, 3_000, 30_000] as const;

/** How much an item is wanted now, and since when: popularity at three paces, their trend, its age. */
export class ItemLife implements FeatureGroup {
  readonly names = [
    ...HALF_LIVES.map((events) => `item.popularity_${events}`),
    "item.trend",
    "item.age_events",
    "item.idle_events",
  ];
  readonly #paces = HALF_LIVES.map((events) => new Popularity("", events));
  #first = new Float64Array(1024);
  #last = new Float64Array(1024);
  #events = 0;

  observe(event: Interaction): void {
    for (const pace of this.#paces) pace.observe(event);
    const { row } = event;
    this.#first = grownFloats(this.#first, row + 1);
    this.#last = grownFloats(this.#last, row + 1);
    this.#events++;
    if (this.#first[row] === 0) this.#first[row] = this.#events;
    this.#last[row] = this.#events;
  }

  write(_query: Query, { rows }: Candidates, values: Float32Array, { from, width }: Columns): void {
    for (const [index, pace] of this.#paces.entries()) {
      for (let place = 0, at = from + index; place < rows.length; place++, at += width) {
        values[at] = pace.weightOf(rows[place]!);
      }
    }
    for (let place = 0, at = from; place < rows.length; place++, at += width) {
      const row = rows[place]!;
      const slow = values[at + 2]! / HALF_LIVES[2];
      values[at + 3] = values[at + 1]! / HALF_LIVES[1] / (slow + 1e-6);
      const first = this.#first[row] ?? 0;
      values[at + 4] = first > 0 ? this.#events - first : Number.NaN;
      values[at + 5] = first > 0 ? this.#events - this.#last[row]! : Number.NaN;
    }
  }
}
