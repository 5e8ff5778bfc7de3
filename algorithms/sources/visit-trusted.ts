import type { Interaction, Query } from "../engine/query.ts";
import type { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";
import { trustIn } from "../trust.ts";
import type { CoVisitation } from "./co-visitation.ts";

/** Weight of an item's visits at which its vector is believed by half. */
const HALF_VISITS = 20;

/**
 * How far an item's learnt vector is to be believed: where few have been, it is still where it
 * began. Never not at all, since visits from before the archive's reach have taught it too.
 */
export function visitTrust(near: CoVisitation, row: number): number {
  return trustIn(1 + near.weightOf(row), HALF_VISITS);
}

/**
 * A source that goes by learnt vectors, believed as far as what it proposes has been visited; with
 * `ofSeed` also as far as the item that it starts from has been.
 */
export class VisitTrusted implements Source {
  readonly name: string;
  readonly #source: Source;
  readonly #near: CoVisitation;
  readonly #ofSeed: boolean;
  readonly scoreOf: Source["scoreOf"];

  constructor(source: Source, near: CoVisitation, { ofSeed = false } = {}) {
    this.name = source.name;
    this.#source = source;
    this.#near = near;
    this.#ofSeed = ofSeed;
    this.scoreOf = source.scoreOf?.bind(source);
  }

  observe(event: Interaction, before: Query): void {
    this.#source.observe(event, before);
  }

  score(query: Query, scores: RowScores, wanted: number): void {
    this.#source.score(query, scores, wanted);
  }

  trustOf({ seeds, recent }: Query, row: number): number {
    const own = visitTrust(this.#near, row);
    const [seed] = seeds ?? recent;
    if (!this.#ofSeed || seed === undefined) return own;
    return Math.min(own, visitTrust(this.#near, seed));
  }

  forget(session: number): void {
    this.#source.forget?.(session);
  }
}
