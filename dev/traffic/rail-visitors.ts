import { type Random, randomFrom } from "@slipstream/algorithms/random";
import { stableHash } from "@slipstream/contracts/partition";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { Assortment, type SimulatedProduct } from "./assortment.ts";
import { BROWSER_USER_AGENT } from "./browser-user-agent.ts";
import { openBrowsers } from "./browsers.ts";
import { EdgeClient } from "./edge-client.ts";
import { readRail } from "./rail-reader.ts";
import { Shopper } from "./shopper.ts";

/** Visitors that come back; the oldest is forgotten beyond. */
const MAX_VISITORS = 400;
/** Chance that a visit is somebody's first. */
const IS_NEW = 0.2;
/** Chance that a visit goes on after a page on which nothing was pressed. */
const STAYS = 0.3;
const MAX_PAGES = 8;

/** Of a rail, what a page needs of it to be seen and pressed. */
const railSchema = z.object({
  requestId: z.string(),
  placement: z.string(),
  cards: z.array(
    z.object({ itemId: z.string(), arms: z.record(z.string(), z.string()).optional() }),
  ),
  arms: z.record(z.string(), z.string()).optional(),
  standIn: z.boolean().optional(),
  hidden: z.boolean().optional(),
  tookMs: z.number().optional(),
});

interface Visitor {
  cookie: string;
  tastes: Shopper;
}

/**
 * Simulated people in browsers: they agree to be followed, open the home page and pages of products,
 * ask for the rails there as a page does, and tell what they saw and pressed of them, each with its
 * request's id. Experiments, canaries, drift and what was served have something to show by that.
 */
export class RailVisitors {
  readonly #edgeUrl: string;
  readonly #client: EdgeClient;
  readonly #random: Random;
  readonly #products: ReadonlyMap<string, SimulatedProduct>;
  readonly #assortment: Assortment;
  readonly #visitors: Visitor[] = [];
  readonly #pause: () => Promise<unknown>;

  constructor(options: {
    edgeUrl: string;
    products: readonly SimulatedProduct[];
    seed: string;
    /** Waited for before each page. */
    pause: () => Promise<unknown>;
  }) {
    this.#edgeUrl = options.edgeUrl;
    this.#client = new EdgeClient({ edgeUrl: options.edgeUrl, maxSockets: 2 });
    const seed = stableHash(options.seed);
    this.#random = randomFrom([seed, 11]);
    this.#products = new Map(options.products.map((product) => [product.itemId, product]));
    this.#assortment = new Assortment(options.products, randomFrom([seed, 1]));
    this.#pause = options.pause;
  }

  /** One visit, page after page. Rejects where the edge does not answer, or refuses. */
  async visit(): Promise<void> {
    const visitor = await this.#somebody();
    if (visitor === undefined) return;
    visitor.tastes.styles.drift(this.#random);
    visitor.tastes.categories.drift(this.#random);
    let itemId: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      await this.#pause();
      const pressed = await this.#openPage(visitor, itemId);
      if (pressed === undefined && this.#random.unit() >= STAYS) return;
      itemId = pressed;
    }
  }

  close(): void {
    this.#client.close();
  }

  async #somebody(): Promise<Visitor | undefined> {
    const { length } = this.#visitors;
    if (length > 0 && this.#random.unit() >= IS_NEW)
      return this.#visitors[this.#random.below(length)];
    const [opened] = await openBrowsers(this.#edgeUrl, 1);
    if (opened === undefined) return undefined;
    const [visitorId, cookie] = opened;
    const of = { visitorId, assortment: this.#assortment, random: this.#random };
    const visitor = { cookie, tastes: new Shopper(of) };
    this.#visitors.push(visitor);
    if (this.#visitors.length > MAX_VISITORS) this.#visitors.shift();
    return visitor;
  }

  /** The home page, or a product's; answers what was pressed of its rail. */
  async #openPage(visitor: Visitor, itemId: string | undefined): Promise<string | undefined> {
    const place =
      itemId === undefined ? { placement: "home_for_you" } : { placement: "similar", itemId };
    const answer = await this.#call(visitor, "/api/recommendations", place);
    const rail = railSchema.parse(answer);
    const { requestId, arms, standIn, tookMs, cards } = rail;
    const products = cards.map((card) => this.#products.get(card.itemId));
    const { seen, pressed } = readRail(products, visitor.tastes, this.#random);
    const lines = cards.slice(0, seen).map((card, position) => ({ itemId: card.itemId, position }));
    const of = { placement: place.placement, requestId, ...(arms ? { arms } : {}) };
    const chosen = pressed === undefined ? undefined : cards[pressed];
    const happened: object[] = [
      ...(itemId === undefined ? [] : [{ type: "view", itemId }]),
      // The line above a rail says that an experiment's place was seen, and how long it took.
      ...(arms ? [{ type: "impression", ...of, tookMs }] : []),
      ...(lines.length === 0 ? [] : [{ type: "impression", ...of, standIn, lines }]),
      ...(chosen === undefined
        ? []
        : [
            {
              ...{ type: "click", itemId: chosen.itemId, ...of },
              ...(arms ? { arms: { ...arms, ...chosen.arms } } : {}),
              lines: [{ itemId: chosen.itemId, position: pressed }],
            },
          ]),
    ];
    const events = happened.map((each) => ({ ...each, id: uuidv7(), occurredAt: Date.now() }));
    if (events.length > 0) await this.#call(visitor, "/api/events", { events });
    return chosen?.itemId;
  }

  async #call({ cookie }: Visitor, path: string, content: object): Promise<unknown> {
    const headers = {
      cookie,
      origin: new URL(this.#edgeUrl).origin,
      "user-agent": BROWSER_USER_AGENT,
    };
    const json = JSON.stringify(content);
    const { status, body } = await this.#client.request({ method: "POST", path, json, headers });
    if (status >= 200 && status < 300) return body;
    throw new Error(`${path} answered ${status}: ${JSON.stringify(body).slice(0, 300)}`);
  }
}
