import { setTimeout as sleep } from "node:timers/promises";
import { eventsAcceptedSchema } from "@slipstream/contracts/events";
import { HUB_SHARDS } from "@slipstream/contracts/limits";
import { shardOf } from "@slipstream/contracts/partition";
import { BROWSER_USER_AGENT } from "../traffic/browser-user-agent.ts";
import type { AcceptedEvent, Ledger } from "./ledger.ts";
import type { TimelessEvent } from "./shoppers.ts";

const MAX_BATCH = 40;
const MAX_QUEUED_PER_LANE = 400;
const REQUEST_TIMEOUT_MS = 15_000;
const RETRY_MS = 200;
/** Tries in a row before the shop counts as gone: about five minutes. */
const MAX_TRIES = 1_500;

/** The shop answered what no other try can mend. */
class Refused extends Error {
  override readonly name = "Refused";
  readonly code = "refused";
}

export interface SenderOptions {
  edgeUrl: string;
  apiKey: string;
  /** Cookies of visitors, by visitor: their events go out as their browsers send them. */
  cookies: ReadonlyMap<string, string>;
  ledger: Ledger;
}

type Sent = Omit<AcceptedEvent, "acceptedAt">;

/**
 * Sends events through the public API until each is answered for. One request in flight per hub
 * shard, so that the order of sending is the order of acceptance.
 */
export class ChaosSender {
  readonly #options: SenderOptions;
  readonly #lanes = Array.from({ length: HUB_SHARDS }, (): Sent[] => []);
  readonly #running: (Promise<void> | undefined)[] = [];
  #wildClocks = 0;
  #failure: unknown;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** The next so many events of browsers have clocks that are years off. */
  breakClocks(events: number): void {
    this.#wildClocks = events;
  }

  /** Resolves when the event is queued: at once, unless very many wait. */
  async send(event: TimelessEvent): Promise<void> {
    const shard = shardOf(event.visitorId);
    const lane = this.#lanes[shard]!;
    lane.push(this.#timed(event));
    this.#running[shard] ??= this.#run(shard).catch((error: unknown) => {
      this.#failure = error;
    });
    while (lane.length >= MAX_QUEUED_PER_LANE && this.#failure === undefined) await sleep(5);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves when all was answered for. */
  async flush(): Promise<void> {
    while (this.#running.some((running) => running !== undefined)) {
      await Promise.all(this.#running);
      if (this.#failure !== undefined) throw this.#failure;
    }
  }

  /**
   * Sends what must be refused whole: an event of the past beside one of two days ahead, which a
   * server's clock may not be.
   */
  async sendRefused(event: TimelessEvent, other: TimelessEvent): Promise<void> {
    const nowMs = Date.now();
    const events = [
      { ...event, occurredAt: nowMs },
      { ...other, occurredAt: nowMs + 2 * 24 * 3600 * 1000 },
    ];
    const { apiKey } = this.#options;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const answer = await this.#post(events, { authorization: `Bearer ${apiKey}` });
      if (answer?.status === 422) {
        this.#options.ledger.refused.push(event.id, other.id);
        return;
      }
      if (answer?.ok) throw new Refused("a server's event of two days ahead was taken");
      await sleep(RETRY_MS);
    }
  }

  #timed(event: TimelessEvent): Sent {
    const nowMs = Date.now();
    const isBrowser = this.#options.cookies.has(event.visitorId);
    const hasWildClock = isBrowser && this.#wildClocks > 0;
    if (!hasWildClock) return { ...event, occurredAt: nowMs, isBrowser, hasWildClock };
    this.#wildClocks--;
    const years = this.#wildClocks % 2 === 0 ? 20 : -20;
    const occurredAt = nowMs + years * 365 * 24 * 3600 * 1000;
    return { ...event, occurredAt, isBrowser, hasWildClock };
  }

  async #run(shard: number): Promise<void> {
    const lane = this.#lanes[shard]!;
    // One turn of the event loop, so that what is sent together travels together.
    await Promise.resolve();
    while (lane.length > 0) {
      const batch = lane.splice(0, batchLength(lane));
      await this.#deliver(batch);
      const acceptedAt = Date.now();
      for (const event of batch) this.#options.ledger.accepted.push({ ...event, acceptedAt });
    }
    this.#running[shard] = undefined;
  }

  async #deliver(batch: readonly Sent[]): Promise<void> {
    const { apiKey, cookies, ledger } = this.#options;
    const first = batch[0]!;
    const proof: Record<string, string> = first.isBrowser
      ? { cookie: cookies.get(first.visitorId)!, "user-agent": BROWSER_USER_AGENT }
      : { authorization: `Bearer ${apiKey}` };
    const events = batch.map(({ isBrowser: _browser, hasWildClock: _wild, visitorId, ...event }) =>
      first.isBrowser ? event : { ...event, visitorId },
    );
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      if (tries > 0) ledger.retries++;
      const answer = await this.#post(events, proof);
      if (answer?.ok) return requireTaken(answer.body, batch.length);
      if (answer !== undefined && answer.status < 500 && answer.status !== 429) {
        throw new Refused(`the shop answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      }
      await sleep(RETRY_MS);
    }
    throw new Refused(`the shop took nothing in ${MAX_TRIES} tries`);
  }

  /** Undefined when there was no whole answer. */
  async #post(
    events: readonly unknown[],
    proof: Record<string, string>,
  ): Promise<{ ok: boolean; status: number; body: unknown } | undefined> {
    try {
      const response = await fetch(`${this.#options.edgeUrl}/api/events`, {
        method: "POST",
        headers: { "content-type": "application/json", ...proof },
        body: JSON.stringify({ events }),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
      return { ok: response.ok, status: response.status, body: await response.json() };
    } catch {
      return undefined;
    }
  }
}

/** Servers' events travel together, a browser's with its own alone. */
function batchLength(lane: readonly Sent[]): number {
  const first = lane[0]!;
  let length = 1;
  for (; length < Math.min(lane.length, MAX_BATCH); length++) {
    const { isBrowser, visitorId } = lane[length]!;
    if (isBrowser !== first.isBrowser || (isBrowser && visitorId !== first.visitorId)) break;
  }
  return length;
}

function requireTaken(body: unknown, length: number): void {
  const { accepted, duplicates, ignored } = eventsAcceptedSchema.parse(body);
  if (accepted + duplicates === length && ignored === 0) return;
  throw new Refused(`of ${length} events the shop took ${accepted}, knew ${duplicates}`);
}
