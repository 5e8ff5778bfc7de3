import { setTimeout as sleep } from "node:timers/promises";
import { type JetStreamClient, jetstream } from "@nats-io/jetstream";
import {
  encodeServed,
  MAX_SHOWN_ROWS,
  MAX_UNSHOWN_ROWS,
  type ServedMessage,
  type ServedRow,
} from "@slipstream/contracts/served";
import { subjects } from "@slipstream/contracts/subjects";
import { drawnFrom } from "./diversify/explore.ts";
import type { NatsLink } from "./nats-link.ts";
import { limitOf, type Recommendation, type Trace } from "./pipeline.ts";

/** Answers waiting to be published; further ones are dropped and counted. */
const MAX_QUEUE = 200;
const MAX_IN_FLIGHT = 64;
const PUBLISH_TIMEOUT_MS = 2000;
/** Answers are gathered so long: they share packets, which cost more than what is in them. */
const GATHER_MS = 20;
/** How long the last ones are waited for when it closes, and how often it is looked. */
const CLOSING_MS = 2000;
const CLOSING_LOOK_MS = 5;

/** What was shown, and how it came about. */
interface Served extends Pick<Recommendation, "model" | "response"> {
  trace: Trace;
}

/** Publishes what was shown on SERVED, behind the answers: it never makes one wait. */
export class ServedLog {
  readonly #link: NatsLink;
  readonly #queue: Served[] = [];
  readonly #onResult: (result: "published" | "dropped" | "failed") => void;
  /** Made once: it asks the client for much. */
  #stream: JetStreamClient | undefined;
  #inFlight = 0;

  constructor(options: {
    link: NatsLink;
    onResult: (result: "published" | "dropped" | "failed") => void;
  }) {
    this.#link = options.link;
    this.#onResult = options.onResult;
  }

  /** Notes an answer; when too many wait, this one is lost. */
  note(served: Served): void {
    if (this.#queue.length >= MAX_QUEUE || !this.#link.isUp) {
      this.#onResult("dropped");
      return;
    }
    this.#queue.push(served);
    if (this.#queue.length === 1) setTimeout(() => this.#drain(), GATHER_MS);
  }

  /** Resolves when all that was noted is out, or after a while without. */
  async close(): Promise<void> {
    const closesAtMs = performance.now() + CLOSING_MS;
    while (this.#queue.length + this.#inFlight > 0 && performance.now() < closesAtMs) {
      this.#drain();
      await sleep(CLOSING_LOOK_MS);
    }
  }

  #drain(): void {
    while (this.#inFlight < MAX_IN_FLIGHT) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#inFlight++;
      void this.#publish(next).then((result) => {
        this.#inFlight--;
        this.#onResult(result);
        this.#drain();
      });
    }
  }

  async #publish(served: Served): Promise<"published" | "failed"> {
    const connection = this.#link.connection;
    if (connection === undefined) return "failed";
    const { response, trace } = served;
    const subject = subjects.served(trace.situation.request.shop);
    const options = { msgID: response.requestId, timeout: PUBLISH_TIMEOUT_MS };
    try {
      this.#stream ??= jetstream(connection);
      await this.#stream.publish(subject, encodeServed(messageOf(served)), options);
      return "published";
    } catch {
      return "failed";
    }
  }
}

/**
 * What was shown, a sample of what was ranked and not shown, and what else a slot was drawn from, each
 * with the row of features that the ranker read. What was only filled in or pinned was not ranked: its
 * features are 0.
 */
export function messageOf({ model, response, trace }: Served): ServedMessage {
  const { situation, ranked, ruled, diverse } = trace;
  const { request, nowMs } = situation;
  const { names, rows, values } = ranked.table;
  const width = names.length;
  const placeOf = (itemId: string) => rows.indexOf(model.ids.rowOf(itemId) ?? -1);
  const valuesAt = (place: number) =>
    place < 0 ? new Float32Array(width) : values.subarray(place * width, (place + 1) * width);
  const shownPlaces = new Set(response.items.map(({ itemId }) => placeOf(itemId)));
  const shown: ServedRow[] = response.items
    .slice(0, MAX_SHOWN_ROWS)
    .map(({ itemId, position, score, propensity }) => {
      return { itemId, position, score, propensity, values: valuesAt(placeOf(itemId)) };
    });
  const others = Array.from(ruled.order).filter((place) => !shownPlaces.has(place));
  const isDrawn = shown.some(({ propensity }) => propensity < 1);
  const pool = isDrawn ? drawnFrom(diverse, { ...request, limit: limitOf(request) }) : [];
  const chances = new Map(pool.map(({ place, propensity }) => [place, propensity]));
  const sampled = sample(others, MAX_UNSHOWN_ROWS);
  const rest = [...chances.keys()].filter(
    (place) => !shownPlaces.has(place) && !sampled.includes(place),
  );
  const unshown = [...sampled, ...rest].map((place): ServedRow => {
    const itemId = model.ids.idOf(rows[place]!);
    const [score, propensity] = [ruled.scores[place]!, chances.get(place) ?? 0];
    return { itemId, position: -1, score, propensity, values: valuesAt(place) };
  });
  return {
    requestId: response.requestId,
    placement: request.placement,
    visitorId: request.visitorId ?? "",
    sessionId: request.sessionId ?? "",
    servedAt: nowMs,
    model: response.model.name,
    modelVersion: response.model.version,
    features: names,
    rows: [...shown, ...unshown],
  };
}

/** `count` places drawn without replacement, by the first steps of a Fisher–Yates shuffle. */
function sample(places: number[], count: number): number[] {
  const last = Math.min(count, places.length);
  for (let at = 0; at < last; at++) {
    const other = at + Math.floor(Math.random() * (places.length - at));
    [places[at], places[other]] = [places[other]!, places[at]!];
  }
  return places.slice(0, last);
}
