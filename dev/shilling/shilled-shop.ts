import { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import type { Query } from "@slipstream/algorithms/engine/query";
import { RowScores } from "@slipstream/algorithms/engine/row-scores";
import { type StandardEngine, standardEngine } from "@slipstream/algorithms/engine/standard";
import { Trending } from "@slipstream/algorithms/sources/trending";
import type { ServerEvent } from "@slipstream/contracts/events";
import { itemsOf } from "@slipstream/contracts/events";
import type { SessionStep } from "@slipstream/contracts/steps";
import { BasketsView } from "@slipstream/model-server/views/baskets";
import { StepsView } from "@slipstream/model-server/views/steps";

/**
 * A shop's sources and online learner, taught a log as a model server is, without any server: to see
 * where a product stands after honest visitors alone, and after others as well.
 */
export class ShilledShop {
  readonly ids = new ItemIds();
  readonly #engine: StandardEngine = standardEngine(this.ids);
  readonly #trending = new Trending();
  readonly #steps = new StepsView({
    ids: this.ids,
    engine: this.#engine,
    trending: this.#trending,
    baskets: new BasketsView(this.ids),
    categoriesAt: () => [],
  });
  readonly #scores = new RowScores();
  #sequence = 0;
  #now = 0;

  constructor(events: Iterable<ServerEvent>) {
    for (const event of events) for (const step of this.#stepsOf(event)) this.#steps.load(step);
  }

  /** Place of an item, from 1, in what the whole shop looks at now. */
  trendingRank(itemId: string): number {
    const place = this.#trending.leaders().indexOf(this.ids.ensure(itemId));
    return place < 0 ? this.ids.size : place + 1;
  }

  /** Place of an item, from 1, by one source, for whoever has just seen these, newest first. */
  rank(source: string, itemId: string, seen: readonly string[]): number {
    const found = this.#engine.sources.find(({ name }) => name === source);
    if (found === undefined) throw new Error(`there is no source ${source}`);
    const recent = seen.map((each) => this.ids.ensure(each));
    const query: Query = {
      recent,
      recentAt: recent.map(() => this.#now),
      earlier: [],
      now: this.#now,
      session: -1,
    };
    this.#scores.clear();
    found.score(query, this.#scores, this.ids.size);
    const row = this.ids.ensure(itemId);
    if (!this.#scores.has(row)) return this.ids.size;
    const own = this.#scores.get(row);
    let rank = 1;
    for (let place = 0; place < this.#scores.size; place++) {
      const other = this.#scores.rowAt(place);
      if (other !== row && this.#scores.get(other) >= own) rank++;
    }
    return rank;
  }

  *#stepsOf(event: ServerEvent): Generator<SessionStep> {
    const { visitorId, sessionId = visitorId, type, orderId, occurredAt, quantity = 1 } = event;
    this.#now = occurredAt;
    const eventSequence = ++this.#sequence;
    const own = { eventSequence, visitorId, sessionId, type, quantity, occurredAt };
    for (const itemId of itemsOf(event)) {
      yield { ...own, itemId, ...(orderId === undefined ? {} : { orderId }) };
    }
  }
}
