import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "./child.ts";
import type { Service } from "./service.ts";

const MAX_TRIES = 20;
const RETRY_MS = 100;

/**
 * A service that can be stopped, killed and started again at the same address with the same data.
 * `launch` gets the earlier addresses, whose ports it must take again, or undefined at first.
 */
export class Restartable<Urls> {
  readonly #launch: (earlier: Urls | undefined) => Promise<Service<Urls>>;
  #service: Service<Urls>;

  private constructor(
    launch: (earlier: Urls | undefined) => Promise<Service<Urls>>,
    service: Service<Urls>,
  ) {
    this.#launch = launch;
    this.#service = service;
  }

  /** Starts it for the first time. */
  static async start<Urls>(
    launch: (earlier: Urls | undefined) => Promise<Service<Urls>>,
  ): Promise<Restartable<Urls>> {
    return new Restartable(launch, await launch(undefined));
  }

  /** The same for as long as this object lives. */
  get urls(): Urls {
    return this.#service.urls;
  }

  /** The present process, where it is a private one. */
  get child(): Child | undefined {
    return this.#service.child;
  }

  /** Clean stop; resolves when the process is gone. */
  stop(): Promise<void> {
    return this.#service.stop();
  }

  /** `kill -9`; resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#service.child?.kill();
    await this.#service.child?.exited;
  }

  /** Starts it again after `stop` or `kill`; waits a little for ports that are not let go yet. */
  async start(): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        this.#service = await this.#launch(this.#service.urls);
        return;
      } catch (error) {
        if (tries === MAX_TRIES || !/address already in use/i.test(String(error))) throw error;
        await sleep(RETRY_MS);
      }
    }
  }
}

/** The port in a connection string or URL. */
export function portOf(url: string): number {
  return Number(new URL(url).port);
}
