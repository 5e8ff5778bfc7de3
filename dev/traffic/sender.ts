import { setTimeout as sleep } from "node:timers/promises";
import type { ServerEvent } from "@slipstream/contracts/events";
import { eventsAcceptedSchema } from "@slipstream/contracts/events";
import { HUB_SHARDS, MAX_SERVER_BATCH, MAX_SERVER_BODY_BYTES } from "@slipstream/contracts/limits";
import { shardOf } from "@slipstream/contracts/partition";
import { z } from "zod";
import { EdgeClient } from "./edge-client.ts";

/** Events that wait in one lane before `send` makes its caller wait. */
const MAX_QUEUED_PER_LANE = 2 * MAX_SERVER_BATCH;
/** Room for the batch's brackets and commas. */
const BATCH_BYTES = MAX_SERVER_BODY_BYTES - 4096;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5000;
/** Tries in a row without an answer before the sender gives up: about five minutes. */
const MAX_TRIES = 60;

/** The edge refused in a way that another try cannot mend, or did not answer at all. */
export class SendError extends Error {
  override readonly name = "SendError";
  readonly code: "edge_refused" | "edge_unreachable";

  constructor(code: SendError["code"], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

export interface SendReport {
  /** Events handed over and answered, in any way. */
  sent: number;
  accepted: number;
  /** Accepted before: by an earlier run, or by a try whose answer was lost. */
  duplicates: number;
  ignored: number;
  /** Refused one by one, by problem code. */
  refused: Record<string, number>;
  requests: number;
  retries: number;
}

const problemSchema = z.object({
  code: z.string(),
  detail: z.string().optional(),
  title: z.string().optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
type Problem = z.infer<typeof problemSchema>;

/**
 * Sends events through the public edge API. One lane per hub shard, each with one request in
 * flight: a visitor's events arrive in the order of `send`. What fails is sent again with the same
 * ids, so nothing counts twice.
 */
export class EventSender {
  readonly report: SendReport = {
    sent: 0,
    accepted: 0,
    duplicates: 0,
    ignored: 0,
    refused: {},
    requests: 0,
    retries: 0,
  };
  readonly #client: EdgeClient;
  readonly #lanes: Lane[];
  #failure: unknown;

  constructor(options: { edgeUrl: string; apiKey: string }) {
    this.#client = new EdgeClient({ ...options, maxSockets: HUB_SHARDS });
    this.#lanes = Array.from(
      { length: HUB_SHARDS },
      () => new Lane((batch) => this.#deliver(batch)),
    );
  }

  /** Resolves when the event is queued. Throws the SendError that stopped its lane, if any. */
  async send(event: ServerEvent): Promise<void> {
    const lane = this.#lanes[shardOf(event.visitorId)]!;
    await lane.push(JSON.stringify(event));
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves when everything queued was answered. Throws SendError when some could not be sent. */
  async flush(): Promise<SendReport> {
    await Promise.all(this.#lanes.map((lane) => lane.idle()));
    if (this.#failure !== undefined) throw this.#failure;
    return this.report;
  }

  close(): void {
    this.#client.close();
  }

  async #deliver(batch: string[]): Promise<void> {
    if (this.#failure !== undefined) return;
    try {
      await this.#post(batch);
    } catch (error) {
      this.#failure ??= error;
    }
  }

  /** Posts until the edge took the batch; throws when it never will. */
  async #post(events: string[]): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    let lastFailure: unknown;
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      if (attempt > 0) this.report.retries++;
      const answer = await this.#client
        .request({ method: "POST", path: "/api/events", json: `{"events":[${events.join()}]}` })
        .catch((error: unknown) => {
          lastFailure = error;
          return undefined;
        });
      if (answer) {
        this.report.requests++;
        if (answer.status >= 200 && answer.status < 300)
          return this.#count(events.length, answer.body);
        const problem = problemOf(answer.status, answer.body);
        if (answer.status === 422) return this.#postWithoutRefused(events, problem);
        if (answer.status !== 429 && answer.status < 500) {
          throw new SendError(
            "edge_refused",
            `The edge answered ${answer.status} ${problem.code}: ${problem.detail ?? problem.title ?? ""}`,
          );
        }
        lastFailure = new Error(`${answer.status} ${problem.code}`);
        if (answer.retryAfterSeconds !== undefined) {
          await sleep(answer.retryAfterSeconds * 1000);
          continue;
        }
      }
      await sleep(backoffMs);
      backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
    }
    throw new SendError("edge_unreachable", `The edge did not take events in ${MAX_TRIES} tries`, {
      cause: lastFailure,
    });
  }

  /** A 422 took nothing: leaves out what it names (or halves the batch) and sends the rest. */
  async #postWithoutRefused(events: string[], problem: Problem): Promise<void> {
    const named = new Set<number>();
    for (const issue of problem.issues ?? []) {
      const match = /^\/?events[.[/](\d+)/.exec(issue.path);
      if (match && Number(match[1]) < events.length) named.add(Number(match[1]));
    }
    if (named.size === 0 && events.length > 1) {
      const middle = events.length >> 1;
      await this.#post(events.slice(0, middle));
      return this.#post(events.slice(middle));
    }
    const refused = Math.max(named.size, events.length === 1 ? 1 : 0);
    this.report.sent += refused;
    this.report.refused[problem.code] = (this.report.refused[problem.code] ?? 0) + refused;
    const rest = events.length === 1 ? [] : events.filter((_, index) => !named.has(index));
    if (rest.length > 0) await this.#post(rest);
  }

  #count(sent: number, body: unknown): void {
    const { accepted, duplicates, ignored } = eventsAcceptedSchema.parse(body);
    this.report.sent += sent;
    this.report.accepted += accepted;
    this.report.duplicates += duplicates;
    this.report.ignored += ignored;
  }
}

function problemOf(status: number, body: unknown): Problem {
  const parsed = problemSchema.safeParse(body);
  return parsed.success
    ? parsed.data
    : { code: `status_${status}`, detail: String(body).slice(0, 200) };
}

/** A queue of events as JSON with one delivery under way; `push` waits while it is full. */
class Lane {
  #queue: string[] = [];
  #running: Promise<void> | undefined;
  #nextDelivery: Promise<void> | undefined;
  readonly #deliver: (batch: string[]) => Promise<void>;

  constructor(deliver: (batch: string[]) => Promise<void>) {
    this.#deliver = deliver;
  }

  async push(event: string): Promise<void> {
    this.#queue.push(event);
    this.#running ??= this.#run();
    while (this.#queue.length >= MAX_QUEUED_PER_LANE && this.#running) {
      await this.#nextDelivery;
    }
  }

  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of the event loop, so that what is pushed together travels together.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      this.#nextDelivery = this.#deliver(this.#takeBatch());
      await this.#nextDelivery;
    }
    this.#running = undefined;
  }

  #takeBatch(): string[] {
    let bytes = 0;
    let size = 0;
    while (size < this.#queue.length && size < MAX_SERVER_BATCH) {
      bytes += Buffer.byteLength(this.#queue[size]!) + 1;
      if (bytes > BATCH_BYTES && size > 0) break;
      size++;
    }
    return this.#queue.splice(0, size);
  }
}
