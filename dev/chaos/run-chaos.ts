import { setTimeout as sleep } from "node:timers/promises";
import { healthSchema } from "@slipstream/contracts/health";
import { productListSchema } from "@slipstream/contracts/shop-api";
import { awaitApplied } from "../traffic/await-applied.ts";
import { openBrowsers } from "../traffic/browsers.ts";
import { EdgeClient } from "../traffic/edge-client.ts";
import { eventIdFrom } from "../traffic/event-id.ts";
import { AppliedWatch } from "./applied-watch.ts";
import { CartShoppers } from "./cart-shoppers.ts";
import {
  type ChaosSystem,
  type ChaosSystemOptions,
  SHOP,
  startChaosSystem,
} from "./chaos-system.ts";
import { type Checked, check } from "./checker/check.ts";
import { inject } from "./inject.ts";
import { type AcceptedEvent, type AcceptedFact, Ledger } from "./ledger.ts";
import { isKill, type PlannedFault } from "./plan.ts";
import { ChaosSender } from "./sender.ts";
import { shopperEvents, type TimelessEvent } from "./shoppers.ts";
import { type FaultWindow, stallsByFault } from "./stalls.ts";

const BROWSERS = 24;
const CARTS = 6;
const MIN_PAUSE_MS = 20;
/** How long a system may take to get over one fault before the next one is done all the same. */
const RECOVERY_MS = 120_000;
const POLL_MS = 100;
/** Events a second while nothing is wrong. */
const EVENTS_PER_SECOND = 400;

export interface RunOptions {
  seed: number;
  plan: readonly PlannedFault[];
  /** How long a process is stopped. */
  pauseMs: number;
  duplicateWindowMs: number;
  tell: (line: string) => void;
}

export type ChaosOptions = RunOptions & ChaosSystemOptions;

export interface ChaosOutcome extends Checked {
  /** What it was compared with: per visitor in order. */
  accepted: readonly AcceptedEvent[];
  facts: readonly AcceptedFact[];
  kills: number;
  /** Faults that could not be done, and why. */
  missed: string[];
  retries: number;
  /** Fault → milliseconds of the longest wait between an answer and the event's being applied. */
  stalls: Map<string, number>;
}

/** Starts a system of its own, runs `runChaosOn` it, and stops it. */
export async function runChaos(options: ChaosOptions): Promise<ChaosOutcome> {
  const chaos = await startChaosSystem(options);
  try {
    return await runChaosOn(chaos, options);
  } finally {
    await chaos.stop();
  }
}

/**
 * Sends a running system events and does faults to it, one at a time; then compares what it holds
 * with what it accepted.
 */
export function runChaosOn(chaos: ChaosSystem, options: RunOptions): Promise<ChaosOutcome> {
  return new ChaosRun(chaos, options).run();
}

/** Where the checker finds what it compares, past every proxy. */
export function placesOf({ system }: ChaosSystem) {
  const { stores } = system.urls;
  return {
    shop: SHOP,
    otherShops: system.shops.map(({ id }) => id).filter((id) => id !== SHOP),
    databaseUrl: stores.databaseUrl,
    redisUrl: stores.redisUrl,
    natsUrl: stores.nats.url,
  };
}

class ChaosRun {
  readonly #chaos: ChaosSystem;
  readonly #options: RunOptions;
  readonly #edgeUrl: string;
  readonly #ledger = new Ledger();
  readonly #watch: AppliedWatch;
  readonly #windows: FaultWindow[] = [];
  readonly #missed: string[] = [];
  #kills = 0;

  constructor(chaos: ChaosSystem, options: RunOptions) {
    this.#chaos = chaos;
    this.#options = options;
    this.#edgeUrl = chaos.system.urls.edge;
    this.#watch = new AppliedWatch({ redisUrl: chaos.system.urls.stores.redisUrl, shop: SHOP });
  }

  async run(): Promise<ChaosOutcome> {
    const { seed, plan } = this.#options;
    const items = await this.#readItems();
    const cookies = await openBrowsers(this.#edgeUrl, BROWSERS);
    const carts = new CartShoppers({
      ...{ edgeUrl: this.#edgeUrl, seed, items, ledger: this.#ledger },
      cookies: await openBrowsers(this.#edgeUrl, CARTS),
    });
    const sender = new ChaosSender({
      edgeUrl: this.#edgeUrl,
      apiKey: this.#chaos.system.apiKeyOf(SHOP),
      cookies,
      ledger: this.#ledger,
    });
    const events = shopperEvents({
      seed,
      events: plan.reduce((sum, { events: count }) => sum + count, 0),
      items,
      browsers: [...cookies.keys()],
    });
    this.#windows.push({ fault: "none", from: Date.now() });
    for (const [index, fault] of plan.entries()) await this.#round(sender, events, fault, index);
    await Promise.all([sender.flush(), carts.stop()]);
    const [first, second] = shopperEvents({
      seed: seed + 1,
      events: 2,
      items: ["-"],
      browsers: [],
    });
    await sender.sendRefused(this.#refusable(first!), this.#refusable(second!));
    await this.#settle();
    return this.#outcome();
  }

  /** Sends a part of the events, with one fault in the middle, until all have got over it. */
  async #round(
    sender: ChaosSender,
    events: Iterator<TimelessEvent>,
    { fault, events: count, at }: PlannedFault,
    index: number,
  ): Promise<void> {
    const start = Math.floor(count * at * 0.5);
    let injected: Promise<void> | undefined;
    for (let sent = 0; sent < count; sent++) {
      if (sent === start) injected = this.#inject(sender, fault);
      const next = events.next();
      if (next.done) break;
      await sender.send(next.value);
      if (sent % 20 === 19) await sleep(Math.max(MIN_PAUSE_MS, (20 * 1000) / EVENTS_PER_SECOND));
    }
    await (injected ?? this.#inject(sender, fault));
    await sender.flush();
    await this.#recover(fault);
    const seconds = ((Date.now() - this.#windows.at(-1)!.from) / 1000).toFixed(1);
    this.#options.tell(
      `${index + 1} of ${this.#options.plan.length}: ${fault}, over in ${seconds} s`,
    );
  }

  async #inject(sender: ChaosSender, fault: PlannedFault["fault"]): Promise<void> {
    const { pauseMs, duplicateWindowMs } = this.#options;
    this.#windows.push({ fault, from: Date.now() });
    const injected = await inject(fault, {
      chaos: this.#chaos,
      pauseMs,
      outageMs: duplicateWindowMs + 1_000,
      breakClocks: (count) => sender.breakClocks(count),
    });
    if (!injected.happened) this.#missed.push(`${fault}: ${injected.missed}`);
    else if (isKill(fault)) this.#kills++;
  }

  /** Waits until all that was accepted by now is applied, and every process runs. */
  async #recover(fault: string): Promise<void> {
    const startedAt = performance.now();
    const accepted = this.#accepted;
    const { services, children, urls } = this.#chaos.system;
    const isOver = async () =>
      this.#watch.applied >= accepted &&
      [...services.values(), ...children.values(), ...this.#chaos.natsServers()].every(
        ({ state }) => state === "running",
      ) &&
      (await areHealthy([urls.stream, ...urls.moreStreams]));
    while (!(await isOver())) {
      await sleep(POLL_MS);
      if (performance.now() - startedAt < RECOVERY_MS) continue;
      const { applied } = this.#watch;
      this.#options.tell(
        `after ${fault}: ${applied} of ${accepted} applied, and not all parts are well again`,
      );
      return;
    }
  }

  get #accepted(): number {
    return this.#ledger.accepted.length + this.#ledger.facts.length;
  }

  /** Waits until archive and processor rest. */
  async #settle(): Promise<void> {
    const client = new EdgeClient({
      edgeUrl: this.#edgeUrl,
      apiKey: this.#chaos.system.apiKeyOf(SHOP),
    });
    const { done, pending } = await awaitApplied({ client });
    client.close();
    if (!done) this.#options.tell(`${pending} events still wait`);
  }

  async #outcome(): Promise<ChaosOutcome> {
    await this.#watch.stop();
    const { accepted, facts, refused, retries } = this.#ledger;
    const checked = await check({ accepted, facts, refused, ...placesOf(this.#chaos) });
    const stalls = stallsByFault({
      accepted,
      archived: checked.archived.events,
      windows: this.#windows,
      appliedAt: (shard, number) => this.#watch.appliedAt(shard, number),
    });
    const [kills, missed] = [this.#kills, this.#missed];
    return { ...checked, accepted, facts, kills, missed, retries, stalls };
  }

  async #readItems(): Promise<string[]> {
    const response = await fetch(`${this.#edgeUrl}/api/products`);
    return productListSchema.parse(await response.json()).items.map(({ itemId }) => itemId);
  }

  #refusable(event: TimelessEvent): TimelessEvent {
    const id = eventIdFrom("chaos refused", this.#options.seed, event.id);
    return { id, type: "search", visitorId: event.visitorId, query: "mug" };
  }
}

/** The stream processors reach all that they need, PostgreSQL too. */
async function areHealthy(urls: readonly string[]): Promise<boolean> {
  for (const url of urls) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    const health = healthSchema.safeParse(await answer?.json().catch(() => undefined));
    if (!health.success || health.data.state !== "ok") return false;
  }
  return true;
}
