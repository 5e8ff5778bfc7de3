import type { Random } from "@slipstream/algorithms/random";
import type { ServerEvent } from "@slipstream/contracts/events";
import type { Assortment, SimulatedProduct } from "./assortment.ts";
import { Taste } from "./taste.ts";

/** What one step of a shopper is, without id, visitor and absolute time. */
export type Step = Pick<
  ServerEvent,
  "type" | "itemId" | "orderId" | "lines" | "quantity" | "priceMinor" | "currency"
> & {
  /** Milliseconds since the session began. */
  afterMs: number;
};

/** Chances of what a shopper does next. */
const LOOK_SIMILAR = 0.5;
const LEAVE_AFTER_LOOK = 0.16;
const ADD_TO_CART = 0.13;
const CHECK_OUT = 0.55;
const SEND_BACK = 0.06;
const BUY_COMPLEMENT = 0.55;
const MAX_LOOKS = 25;
const MAX_BASKET = 4;
const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
/** Days after which something that is used up is bought again, give or take half. */
const REBUY_DAYS = 9;
const MAX_REMEMBERED = 20;

interface Bought {
  product: SimulatedProduct;
  orderId: string;
  atMs: number;
}

/** One simulated person: tastes that drift, and memory of what was bought. */
export class Shopper {
  readonly visitorId: string;
  readonly styles: Taste;
  readonly categories: Taste;
  readonly #assortment: Assortment;
  readonly #random: Random;
  /** The last purchases: what may be sent back or bought again. */
  #bought: Bought[] = [];
  /** Things that are there and not used up: nobody buys them twice. */
  readonly #owned = new Set<string>();
  #orders = 0;

  constructor(options: { visitorId: string; assortment: Assortment; random: Random }) {
    this.visitorId = options.visitorId;
    this.#assortment = options.assortment;
    this.#random = options.random;
    this.styles = new Taste(options.assortment.styles, options.random, 1);
    this.categories = new Taste(options.assortment.categories, options.random, 2);
  }

  /** One visit that begins at `startMs`, as steps in time order. Changes the shopper. */
  visit(startMs: number): Step[] {
    this.styles.drift(this.#random);
    this.categories.drift(this.#random);
    const steps: Step[] = [];
    const clock = new VisitClock(this.#random);
    this.#sendBack(steps, clock);
    this.#buyAgain(steps, clock, startMs);
    const cart = this.#browse(steps, clock);
    if (cart.length > 0 && this.#random.unit() < CHECK_OUT) {
      this.#buy(cart, steps, clock, startMs);
    }
    return steps;
  }

  #browse(steps: Step[], clock: VisitClock): SimulatedProduct[] {
    const cart: SimulatedProduct[] = [];
    let last: SimulatedProduct | undefined;
    for (let looks = 0; looks < MAX_LOOKS; looks++) {
      const product: SimulatedProduct | undefined =
        last && this.#random.unit() < LOOK_SIMILAR
          ? this.#assortment.draw(last.category, last.style, this.#random)
          : this.#drawByTaste();
      if (product && product.itemId !== last?.itemId) {
        if (last) steps.push({ type: "click", itemId: product.itemId, afterMs: clock.next(0.3) });
        steps.push({ type: "view", itemId: product.itemId, afterMs: clock.next(20) });
        last = product;
        const wanted = !this.#owned.has(product.itemId) && !cart.includes(product);
        if (wanted && cart.length < MAX_BASKET && this.#random.unit() < ADD_TO_CART) {
          this.#addToCart(product, steps, clock);
          cart.push(product);
        }
      }
      if (this.#random.unit() < LEAVE_AFTER_LOOK) break;
    }
    return cart;
  }

  #drawByTaste(): SimulatedProduct | undefined {
    return this.#assortment.draw(
      this.categories.draw(this.#random),
      this.styles.draw(this.#random),
      this.#random,
    );
  }

  #addToCart(product: SimulatedProduct, steps: Step[], clock: VisitClock): void {
    const { itemId, priceMinor, currency } = product;
    const afterMs = clock.next(8);
    steps.push({ type: "add_to_cart", itemId, quantity: 1, priceMinor, currency, afterMs });
  }

  /** Buys the cart, and with it what goes with its first product: at most MAX_BASKET lines. */
  #buy(cart: SimulatedProduct[], steps: Step[], clock: VisitClock, startMs: number): void {
    const basket = new Map(cart.map((product) => [product.itemId, product]));
    const first = cart[0]!;
    for (const category of this.#assortment.complementsOf(first.category)) {
      if (basket.size >= MAX_BASKET || this.#random.unit() >= BUY_COMPLEMENT) continue;
      const product = this.#assortment.draw(category, first.style, this.#random);
      if (!product || basket.has(product.itemId) || this.#owned.has(product.itemId)) continue;
      steps.push({ type: "view", itemId: product.itemId, afterMs: clock.next(15) });
      this.#addToCart(product, steps, clock);
      basket.set(product.itemId, product);
    }
    this.#order([...basket.values()], steps, clock, startMs);
  }

  #order(basket: SimulatedProduct[], steps: Step[], clock: VisitClock, startMs: number): void {
    this.#orders++;
    const orderId = `${this.visitorId}-${startMs.toString(36)}-${this.#orders}`;
    steps.push({ type: "checkout", orderId, afterMs: clock.next(40) });
    const afterMs = clock.next(60);
    steps.push({
      type: "purchase",
      orderId,
      lines: basket.map(({ itemId, priceMinor, currency }) => ({
        itemId,
        quantity: 1,
        priceMinor,
        currency,
      })),
      afterMs,
    });
    for (const product of basket) {
      this.#bought.push({ product, orderId, atMs: startMs + afterMs });
      if (!product.consumable) this.#owned.add(product.itemId);
    }
    this.#bought = this.#bought.slice(-MAX_REMEMBERED);
  }

  #sendBack(steps: Step[], clock: VisitClock): void {
    const last = this.#bought.at(-1);
    if (!last || last.product.consumable || this.#random.unit() >= SEND_BACK) return;
    this.#bought.pop();
    this.#owned.delete(last.product.itemId);
    const { itemId } = last.product;
    const afterMs = clock.next(30);
    steps.push({ type: "return", itemId, orderId: last.orderId, quantity: 1, afterMs });
  }

  #buyAgain(steps: Step[], clock: VisitClock, startMs: number): void {
    const waitDays = REBUY_DAYS * (0.5 + this.#random.unit());
    const due = this.#bought.filter(
      ({ product, atMs }) => product.consumable && startMs - atMs > waitDays * DAY_MS,
    );
    if (due.length === 0) return;
    const basket = new Map(due.map(({ product }) => [product.itemId, product]));
    const again = [...basket.values()].slice(0, MAX_BASKET);
    this.#bought = this.#bought.filter(
      ({ product }) => !again.some((other) => other.itemId === product.itemId),
    );
    for (const product of again) {
      steps.push({ type: "view", itemId: product.itemId, afterMs: clock.next(6) });
      this.#addToCart(product, steps, clock);
    }
    this.#order(again, steps, clock, startMs);
  }
}

/** Time within one visit; gaps are exponential. */
class VisitClock {
  #nowMs = 0;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  next(meanSeconds: number): number {
    const seconds = 0.1 - meanSeconds * Math.log(1 - this.#random.unit());
    this.#nowMs += Math.round(Math.min(seconds, 5 * meanSeconds + 1) * SECOND_MS);
    return this.#nowMs;
  }
}
