import { type Env, settingsOf } from "../env.ts";
import { tellTally } from "../metrics/tally.ts";
import { tellProblems } from "../ops/problem-counts.ts";
import { spansOf } from "./spans.ts";

/** What one isolate gathers goes out together after this long. */
const GATHER_MS = 2_000;
/** A request that was cut off took its timer along: after this long another one sets it. */
const LOST_MS = 5_000;

let dueAt = 0;

/** Sends what this isolate counted and traced a little later; cheap when it is under way already. */
export function tellLater(env: Env, waitUntil: (work: Promise<unknown>) => void): void {
  const nowMs = Date.now();
  if (nowMs < dueAt + LOST_MS && dueAt !== 0) return;
  dueAt = nowMs + GATHER_MS;
  waitUntil(
    new Promise((resolve) => setTimeout(resolve, GATHER_MS)).then(() => {
      dueAt = 0;
      const settings = settingsOf(env);
      return Promise.all([tellTally(env), tellProblems(settings), spansOf(settings).flush()]);
    }),
  );
}
