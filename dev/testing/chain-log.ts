import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { randomFrom } from "@slipstream/algorithms/random";

/** 1 January 2026, epoch seconds. */
const START_SECONDS = 1_767_225_600;
const SESSION_SECONDS = 3600;
const EVENT_SECONDS = 60;
const FOLLOWS = 0.9;

/** Sessions that walk along a ring of items, most steps to the next one: what comes is known. */
export function chainSessions(options: {
  sessions: number;
  items: number;
  length?: number;
  seed?: number;
}): string[][] {
  const { sessions, items, length = 6, seed = 7 } = options;
  const random = randomFrom([seed]);
  return Array.from({ length: sessions }, () => {
    let at = random.below(items);
    return Array.from({ length }, () => {
      at = random.unit() < FOLLOWS ? (at + 1) % items : random.below(items);
      return `item-${at}`;
    });
  });
}

/** Rows of `SessionId ItemId Time`, a session an hour. */
export function sessionRows(sessions: readonly string[][], first = 0): string[][] {
  return sessions.flatMap((items, session) =>
    items.map((item, place) => {
      const at = START_SECONDS + (first + session) * SESSION_SECONDS + place * EVENT_SECONDS;
      return [`s${first + session}`, item, String(at)];
    }),
  );
}

/** Writes a packed log of tab-separated values into a folder, which is made where it is missing. */
export function writeLog(
  folder: string,
  file: string,
  log: { head: readonly string[]; rows: readonly (readonly string[])[] },
): void {
  const text = [log.head, ...log.rows].map((cells) => `${cells.join("\t")}\n`).join("");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), gzipSync(text));
}
