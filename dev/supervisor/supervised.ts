import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "../services/child.ts";

const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 10_000;
/** A process that held this long starts again with the shortest pause. */
const STEADY_MS = 30_000;

export type SupervisedState = "new" | "running" | "restarting" | "stopped";

/** What is told when a process dies by itself, and when it is back. */
export type SupervisedNews =
  | { kind: "died"; name: string; how: string; restartInMs: number }
  | { kind: "restart_failed"; name: string; reason: string; restartInMs: number }
  | { kind: "restarted"; name: string };

/**
 * A child that is started again, with growing pauses, whenever it dies without having been asked
 * to. `launch` resolves when the child is ready.
 */
export class Supervised {
  readonly name: string;
  readonly #launch: () => Promise<Child>;
  readonly #tell: (news: SupervisedNews) => void;
  #child: Child | undefined;
  #state: SupervisedState = "new";
  #stopping = new AbortController();
  #restarting: Promise<void> | undefined;

  constructor(options: {
    name: string;
    launch: () => Promise<Child>;
    tell: (news: SupervisedNews) => void;
  }) {
    this.name = options.name;
    this.#launch = options.launch;
    this.#tell = options.tell;
  }

  get state(): SupervisedState {
    return this.#state;
  }

  /** The present process's number, if one runs. */
  get pid(): number | undefined {
    return this.#state === "running" ? this.#child?.pid : undefined;
  }

  /** Starts it; a failure of this first start is thrown, not retried. */
  async start(): Promise<void> {
    this.#stopping = new AbortController();
    this.#watch(await this.#launch());
  }

  /** Stops it and whatever restart is under way. */
  async stop(): Promise<void> {
    this.#state = "stopped";
    this.#stopping.abort();
    await this.#child?.stop();
    await this.#restarting;
    await this.#child?.stop();
  }

  /** Ends it (SIGKILL by default), as an accident would: the supervisor starts it again. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#child;
    child?.kill(signal);
    await child?.exited;
  }

  /** Stops it cleanly and starts it. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  #watch(child: Child): void {
    this.#child = child;
    this.#state = "running";
    const since = performance.now();
    void child.exited.then((exit) => {
      if (this.#state === "stopped" || this.#child !== child) return;
      this.#state = "restarting";
      const steady = performance.now() - since > STEADY_MS;
      const how = exit.signal ?? `exit code ${exit.code}`;
      this.#restarting = this.#bringBack(how, steady);
    });
  }

  #backoffMs = FIRST_BACKOFF_MS;

  async #bringBack(how: string, steady: boolean): Promise<void> {
    if (steady) this.#backoffMs = FIRST_BACKOFF_MS;
    this.#tell({ kind: "died", name: this.name, how, restartInMs: this.#backoffMs });
    while (!this.#stopping.signal.aborted) {
      const pause = sleep(this.#backoffMs, undefined, { signal: this.#stopping.signal });
      await pause.catch(() => {});
      if (this.#stopping.signal.aborted) return;
      this.#backoffMs = Math.min(this.#backoffMs * 2, MAX_BACKOFF_MS);
      try {
        const child = await this.#launch();
        if (this.#stopping.signal.aborted) return await child.stop();
        this.#watch(child);
        this.#tell({ kind: "restarted", name: this.name });
        return;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const news = { name: this.name, reason, restartInMs: this.#backoffMs };
        if (!this.#stopping.signal.aborted) this.#tell({ kind: "restart_failed", ...news });
      }
    }
  }
}
