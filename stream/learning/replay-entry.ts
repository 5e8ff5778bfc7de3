import type { ReplayEntry } from "@slipstream/algorithms/replay-reservoir";
import { z } from "zod";

const entrySchema = z.tuple([z.string(), z.string()], z.string());

/** An entry of the replay reservoir as it lies in Redis: JSON of visitor, item, history. */
export function encodeReplayEntry({ visitorId, itemId, history }: ReplayEntry): string {
  return JSON.stringify([visitorId, itemId, ...history]);
}

export function decodeReplayEntry(text: string): ReplayEntry {
  const [visitorId, itemId, ...history] = entrySchema.parse(JSON.parse(text));
  return { visitorId, itemId, history };
}
