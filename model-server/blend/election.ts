import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { JetStreamApiCodes, JetStreamApiError } from "@nats-io/jetstream";
import { type KV, Kvm } from "@nats-io/kv";
import type { NatsConnection } from "@nats-io/nats-core";

const BUCKET = "elections";
/** How long an election holds without being renewed. */
const TERM_MS = 6_000;
const RENEWALS_PER_TERM = 3;
/** How long the office is tried to be given back. */
const GIVE_BACK_MS = 500;
/** Clocks and messages take their time: an elected one steps down so long before its term is over. */
const MARGIN_SHARE = 0.2;

export interface ElectionOptions {
  connected: Promise<NatsConnection>;
  /** What one is elected for: a key of the bucket. */
  office: string;
  onError: (error: unknown) => void;
  termMs?: number;
}

/**
 * One of several servers holds an office: whoever puts its name into a key of a NATS bucket that
 * forgets, and renews it in time. Two may think that they hold it for no time at all, as long as the
 * servers' clocks run at the same pace.
 */
export class Election {
  readonly #options: ElectionOptions;
  readonly #termMs: number;
  readonly #name = randomUUID();
  readonly #closing = new AbortController();
  readonly #ended: Promise<void>;
  #kv: KV | undefined;
  #revision: number | undefined;
  #heldUntil = 0;

  constructor(options: ElectionOptions) {
    this.#options = options;
    this.#termMs = options.termMs ?? TERM_MS;
    this.#ended = this.#run();
  }

  get isElected(): boolean {
    return performance.now() < this.#heldUntil;
  }

  /** Gives the office back, so that another need not wait. */
  async close(): Promise<void> {
    this.#heldUntil = 0;
    this.#closing.abort();
    await Promise.race([this.#giveBack(), sleep(GIVE_BACK_MS, undefined, { ref: false })]);
  }

  async #giveBack(): Promise<void> {
    await this.#ended;
    if (this.#revision === undefined) return;
    const previousSeq = this.#revision;
    await this.#kv?.delete(this.#options.office, { previousSeq }).catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    const aborted = new Promise<undefined>((resolve) => {
      signal.addEventListener("abort", () => resolve(undefined), { once: true });
    });
    while (!signal.aborted) {
      try {
        const connection = await Promise.race([this.#options.connected, aborted]);
        if (connection === undefined) return;
        this.#kv ??= await new Kvm(connection).create(BUCKET, { ttl: this.#termMs, history: 1 });
        await this.#stand(this.#kv);
      } catch (error) {
        // A bucket that was lost is made anew.
        this.#kv = undefined;
        if (!this.#closing.signal.aborted) this.#options.onError(error);
      }
      await sleep(this.#termMs / RENEWALS_PER_TERM, undefined, { signal, ref: false }).catch(
        () => undefined,
      );
    }
  }

  /** Stands for election, or renews the term. */
  async #stand(kv: KV): Promise<void> {
    const startedAt = performance.now();
    const { office } = this.#options;
    const revision = this.#revision;
    try {
      this.#revision =
        revision === undefined
          ? await kv.create(office, this.#name)
          : await kv.update(office, this.#name, revision);
      this.#heldUntil = startedAt + this.#termMs * (1 - MARGIN_SHARE);
    } catch (error) {
      // It may not be known whether the write went through: stand again.
      this.#revision = undefined;
      if (revision !== undefined || !isHeldByAnother(error)) throw error;
    }
  }
}

function isHeldByAnother(error: unknown): boolean {
  return (
    error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamWrongLastSequence
  );
}
