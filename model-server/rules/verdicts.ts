import { grownInts } from "@slipstream/algorithms/engine/grown";
import type { RefusalOf } from "./eligibility.ts";

/** Numbers of answers that fit beside a bit; then all notes are forgotten. */
const MAX_ANSWERS = 2 ** 30 - 1;

/**
 * Remembers for one answer's retrieval which items may be shown: sources propose the same ones over
 * and over. Answers may take turns: what one has noted, another notes over, and it is asked again.
 */
export class Verdicts {
  /** Per row: twice the answer's number, and one more where the item may be shown. */
  #notes = new Int32Array(1024);
  #answers = 0;

  /** Whether items may be shown, each asked once. */
  onceAsked(refusalOf: RefusalOf): (row: number) => boolean {
    if (++this.#answers >= MAX_ANSWERS) {
      this.#notes.fill(0);
      this.#answers = 1;
    }
    const refused = 2 * this.#answers;
    return (row) => {
      const note = this.#notes[row] ?? 0;
      if (note >>> 1 === refused >>> 1) return note !== refused;
      const isFine = refusalOf(row) === undefined;
      this.#notes = grownInts(this.#notes, row + 1);
      this.#notes[row] = isFine ? refused + 1 : refused;
      return isFine;
    };
  }
}
