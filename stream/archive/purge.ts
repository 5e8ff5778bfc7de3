import type { JetStreamManager } from "@nats-io/jetstream";
import { streams } from "@slipstream/contracts/subjects";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { readAppliedUpTo } from "../consumer/applied-up-to.ts";
import type { Figures } from "../figures.ts";
import type { Archive } from "./archive.ts";

/** Messages that stay on EVENTS although all have read them: for people, and short rebuilds. */
const KEPT_TAIL = 200_000;
/** Purging less than this is not worth a call. */
const MIN_PURGED = 10_000;
const EVERY_MS = 30_000;

interface PurgeParts {
  manager: JetStreamManager;
  redis: Redis;
  log: Logger;
  /** True for the one process that does it for all. */
  isElected: () => boolean;
  archive: Pick<Archive, "watermark">;
  figures: Pick<Figures, "purged">;
}

/** Purges EVENTS again and again; answers what ends it. */
export function startPurging(parts: PurgeParts): () => void {
  const timer = setInterval(() => {
    if (!parts.isElected()) return;
    purgeEvents(parts).catch((error: unknown) =>
      parts.log.warn({ err: error }, "EVENTS could not be purged"),
    );
  }, EVERY_MS);
  return () => clearInterval(timer);
}

/**
 * Takes from EVENTS what is both archived and applied, save a tail: the stream refuses what does
 * not fit, so it must not fill with what nobody needs.
 */
async function purgeEvents(parts: PurgeParts): Promise<void> {
  const { manager, archive, figures } = parts;
  const { state } = await manager.streams.info(streams.events);
  const dispensable = Math.min(archive.watermark, state.last_seq - KEPT_TAIL);
  if (dispensable + 1 - state.first_seq < MIN_PURGED) return;
  const keepFrom = Math.min(dispensable, await readAppliedUpTo(parts)) + 1;
  if (keepFrom - state.first_seq < MIN_PURGED) return;
  const { purged } = await manager.streams.purge(streams.events, { seq: keepFrom });
  figures.purged += purged;
}
