import { jetstream } from "@nats-io/jetstream";
import type { RecommendResponse } from "@slipstream/contracts/recommend";
import {
  encodeServed,
  MAX_SHOWN_ROWS,
  MAX_UNSHOWN_ROWS,
  type ServedMessage,
  type ServedRow,
} from "@slipstream/contracts/served";
import { subjects } from "@slipstream/contracts/subjects";
import type { NatsLink } from "./nats-link.ts";
import type { Trace } from "./pipeline.ts";
import type { RankedItem } from "./ranked-item.ts";

/** Answers waiting to be published; further ones are dropped and counted. */
const MAX_QUEUE = 1000;
const MAX_IN_FLIGHT = 64;
const PUBLISH_TIMEOUT_MS = 2000;

/** What was shown, and how it came about. */
interface Served {
  response: RecommendResponse;
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

/** What was shown, and a sample of what was ranked and not shown, with the features of each. */
function messageOf({ response, trace }: Served): ServedMessage {
  const { situation, ranker, table, ruled } = trace;
  const { request, nowMs } = situation;
  const width = ranker.features.length;
  const rowOf = new Map(table.rows.itemIds.map((itemId, row) => [itemId, row]));
  const valuesOf = (itemId: string) => {
    const row = rowOf.get(itemId);
    if (row === undefined) return new Float32Array(width);
    return table.rows.features.subarray(row * width, (row + 1) * width);
  };
  const shownIds = new Set(response.items.map(({ itemId }) => itemId));
  const shown: ServedRow[] = response.items
    .slice(0, MAX_SHOWN_ROWS)
    .map(({ itemId, position, score, propensity }) => {
      return { itemId, position, score, propensity, values: valuesOf(itemId) };
    });
  const others = ruled.filter(({ itemId }) => !shownIds.has(itemId));
  const unshown: ServedRow[] = sample(others, MAX_UNSHOWN_ROWS).map(({ itemId, score }) => {
    return { itemId, position: -1, score, propensity: 0, values: valuesOf(itemId) };
  });
  return {
    requestId: response.requestId,
    placement: request.placement,
    visitorId: request.visitorId ?? "",
    sessionId: request.sessionId ?? "",
    servedAt: nowMs,
    model: response.model.name,
    modelVersion: response.model.version,
    features: [...ranker.features],
    rows: [...shown, ...unshown],
  };
}

/** `count` items drawn without replacement, by the first steps of a Fisher–Yates shuffle. */
function sample(items: RankedItem[], count: number): RankedItem[] {
  const last = Math.min(count, items.length);
  for (let at = 0; at < last; at++) {
    const other = at + Math.floor(Math.random() * (items.length - at));
    [items[at], items[other]] = [items[other]!, items[at]!];
  }
  return items.slice(0, last);
}
