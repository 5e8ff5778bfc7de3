import type { Child } from "./child.ts";
import { StartFailure } from "./start-failure.ts";

/** A store or broker that other parts reach by `urls`: a private child process, or somebody else's. */
export interface Service<Urls> {
  readonly urls: Urls;
  /** The process behind it; absent where the environment named a running one. */
  readonly child?: Child;
  /** Stops the private process; nothing happens to one that was there before. */
  stop(): Promise<void>;
}

/** Where a private instance keeps its data and its log; both are made when missing. */
export interface Place {
  dataDir: string;
  logFile: string;
}

const MAX_PORT_TRIES = 3;

/**
 * Starts on chosen free ports, and once more on others where a program took one in between. With
 * ports given by the caller there is one try.
 */
export async function withFreePorts<T>(
  fixed: boolean,
  start: () => Promise<T>,
  tries = MAX_PORT_TRIES,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      const portTaken =
        error instanceof StartFailure &&
        error.code === "child_failed" &&
        /address already in use|bind: /i.test(error.message);
      if (fixed || !portTaken || attempt >= tries) throw error;
    }
  }
}
