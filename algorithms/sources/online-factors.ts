import type { ItemIds } from "../engine/item-ids.ts";
import type { Interaction, Query } from "../engine/query.ts";
import type { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";
import { MAX_HISTORY } from "../history-query.ts";
import { MAX_NEGATIVES, OnlineFactorization } from "../online-mf.ts";
import { randomFrom } from "../random.ts";
import { ReplayReservoir } from "../replay-reservoir.ts";

/** Items up to which every one is scored; larger catalogues want an index. */
const SCAN_LIMIT = 20_000;
const RESERVOIR_CAPACITY = 4_096;
const SEED = 7;

interface Example {
  visitorId: string;
  itemId: string;
  history: readonly string[];
}

/**
 * The online learner of the stream (`OnlineFactorization`) as a source: it predicts, then takes one
 * step and `replays` small ones, as the processor does.
 */
export class OnlineFactors implements Source {
  readonly name = "session_vector";
  readonly #ids: ItemIds;
  readonly #replays: number;
  readonly #model: OnlineFactorization;
  readonly #users = new Map<string, Float32Array>();
  /** Rows of the shop's items by the model's own. */
  readonly #rowOf: number[] = [];
  #reservoir = new ReplayReservoir(RESERVOIR_CAPACITY);
  #events = 0;
  #scores = new Float64Array(0);

  constructor(ids: ItemIds, { dimensions = 64, replays = 8 } = {}) {
    this.#ids = ids;
    this.#replays = replays;
    this.#model = new OnlineFactorization(dimensions);
  }

  observe({ row, weight, at }: Interaction, before: Query): void {
    const random = randomFrom([SEED, ++this.#events, 0]);
    const example = {
      visitorId: String(before.session),
      itemId: this.#ids.idOf(row),
      history: this.#historyOf(before),
    };
    const step = { weight, negatives: MAX_NEGATIVES, random, occurredAt: at };
    this.#model.ensure(example.itemId);
    this.#model.learn({ ...example, ...step, userFactor: this.#userOf(example.visitorId) });
    for (let count = 0; count < this.#replays; count++) {
      const again: Example | undefined = this.#reservoir.draw(random);
      if (again === undefined) break;
      const userFactor = this.#userOf(again.visitorId);
      this.#model.learn({ ...again, ...step, weight: 1, userFactor, replay: true });
    }
    this.#reservoir.add(example);
  }

  score(query: Query, scores: RowScores): void {
    const rows = this.#model.rowCount;
    this.#model.aim(this.#userOf(String(query.session)), this.#historyOf(query));
    if (rows > SCAN_LIMIT) return;
    if (this.#scores.length < rows) this.#scores = new Float64Array(2 * rows);
    this.#model.scoreAimed(this.#scores);
    for (let index = this.#rowOf.length; index < rows; index++) {
      this.#rowOf.push(this.#ids.ensure(this.#model.idAt(index)!));
    }
    for (let index = 0; index < rows; index++)
      scores.set(this.#rowOf[index]!, this.#scores[index]!);
  }

  scoreOf(_query: Query, row: number): number {
    return this.#model.scoreItem(this.#ids.idOf(row)) ?? Number.NaN;
  }

  #historyOf({ recent }: Query): string[] {
    return recent.slice(0, MAX_HISTORY).map((row) => this.#ids.idOf(row));
  }

  #userOf(visitorId: string): Float32Array {
    let factor = this.#users.get(visitorId);
    if (factor === undefined) {
      factor = new Float32Array(this.#model.dims);
      this.#users.set(visitorId, factor);
    }
    return factor;
  }
}
