import { readdirSync, readFileSync } from "node:fs";

const TICK_MS = 4;
/** Unused budget that is kept: what a scheduler's period would let through at once. */
const MAX_SAVED_MS = 20;
const NANOS_PER_MS = 1_000_000;

/**
 * Lets a process have a share of one core and no more, as a container's quota would: whenever it has
 * used more CPU than its share of the time that has passed, it is stopped until that is made good.
 * Linux only: it reads what the scheduler says of every thread. Ends with the process.
 */
export class CpuQuota {
  readonly #pid: number;
  readonly #share: number;
  readonly #timer: NodeJS.Timeout;
  #atMs = performance.now();
  #usedMs: number;
  #budgetMs = 0;
  #stopped = false;

  constructor(pid: number, share: number) {
    this.#pid = pid;
    this.#share = share;
    this.#usedMs = cpuMs(pid);
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  lift(): void {
    clearInterval(this.#timer);
    this.#signal(false);
  }

  #tick(): void {
    try {
      const [nowMs, usedMs] = [performance.now(), cpuMs(this.#pid)];
      const earned = this.#share * (nowMs - this.#atMs);
      const spent = usedMs - this.#usedMs;
      this.#budgetMs = Math.min(MAX_SAVED_MS, this.#budgetMs + earned - spent);
      [this.#atMs, this.#usedMs] = [nowMs, usedMs];
      this.#signal(this.#budgetMs < 0);
    } catch {
      // It has ended.
      clearInterval(this.#timer);
    }
  }

  #signal(stops: boolean): void {
    if (stops === this.#stopped) return;
    this.#stopped = stops;
    process.kill(this.#pid, stops ? "SIGSTOP" : "SIGCONT");
  }
}

/** CPU that all threads of a process have used. */
function cpuMs(pid: number): number {
  const folder = `/proc/${pid}/task`;
  let nanos = 0;
  for (const task of readdirSync(folder)) {
    try {
      nanos += Number(readFileSync(`${folder}/${task}/schedstat`, "utf8").split(" ")[0]);
    } catch {
      // A thread that has just ended.
    }
  }
  return nanos / NANOS_PER_MS;
}
