import { jetstream } from "@nats-io/jetstream";
import {
  encodeServed,
  MAX_SHOWN_ROWS,
  MAX_UNSHOWN_ROWS,
  type ServedMessage,
  type ServedRow,
} from "@slipstream/contracts/served";
import { subjects } from "@slipstream/contracts/subjects";
import type { NatsLink } from "./nats-link.ts";
import type { Recommendation, Trace } from "./pipeline.ts";

/** Answers waiting to be published; further ones are dropped and counted. */
const MAX_QUEUE = 200;
const MAX_IN_FLIGHT = 64;
const PUBLISH_TIMEOUT_MS = 2000;

/** What was shown, and how it came about. */
interface Served extends Pick<Recommendation, "model" | "response"> {
  trace: Trace;
}

/** Publishes what was shown on SERVED, behind the answers: it never makes one wait. */
export class ServedLog {
  readonly #link: NatsLink;
  readonly #queue: Served[] = [];
  readonly #onResult: (result: "published" | "dropped" | "failed") => void;
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
    if (this.#queue.length === 1) setImmediate(() => this.#drain());
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
      await jetstream(connection).publish(subject, encodeServed(messageOf(served)), options);
      return "published";
    } catch {
      return "failed";
    }
  }
}

/**
 * What was shown, and a sample of what was ranked and not shown, each with the row of features that
 * the ranker read. What was only filled in or pinned was not ranked: its features are 0.
 */
export function messageOf({ model, response, trace }: Served): ServedMessage {
  const { situation, ranked, ruled } = trace;
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
  const unshown: ServedRow[] = sample(others, MAX_UNSHOWN_ROWS).map((place) => {
    const itemId = model.ids.idOf(rows[place]!);
    const score = ruled.scores[place]!;
    return { itemId, position: -1, score, propensity: 0, values: valuesAt(place) };
  });
  return {
    requestId: response.requestId,
    placement: request.placement,
    visitorId: request.visitorId ?? "",
    sessionId: request.sessionId ?? "",
    servedAt: nowMs,
    model: response.model.name,
    modelVersion: response.model.version,
    features: [...names],
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
