import { basename } from "node:path";
import type { LineFault, LogRow } from "./event-log.ts";
import { readEventLog } from "./event-log.ts";
import type { DatasetFiles } from "./find.ts";

/** One event that says that somebody wanted an item. */
export interface PositiveEvent {
  sessionId?: string;
  userId?: string;
  itemId: string;
  /** As the log says it. */
  kind: string;
  /** Epoch ms. */
  at?: number;
  position?: number;
  /** It is of the set's test file. */
  isTest: boolean;
  /** It is of the set's validation file. */
  isValidation: boolean;
}

/** What of a data set is learnt from, and what is not. */
export interface PositiveEvents {
  events: PositiveEvent[];
  /** Rows that say nothing of the kind, by why. */
  skipped: Record<string, number>;
  /** Lines that are no rows: the first, and how many there are. */
  faults: LineFault[];
  faultCount: number;
}

const FAULTS_KEPT = 10;
/** Kinds that are not something wanted; all others are: view, click, purchase, … */
const notWanted: ReadonlySet<string> = new Set([
  ...["return", "adjustment", "non_product", "remove_from_cart"],
  ...["impression", "search", "hide", "identify", "checkout"],
]);

/**
 * Reads a data set's positive events. Of star ratings only the set's top one is positive (as in
 * Vinagre, Jorge & Gama, UMAP 2014). Sessions or users whose log has places and no times are put in
 * the order of their places. Throws DatasetError when a file cannot be read.
 */
export async function readPositiveEvents(
  dataset: Pick<DatasetFiles, "logs">,
  options: { limit?: number } = {},
): Promise<PositiveEvents> {
  const { limit = Number.POSITIVE_INFINITY } = options;
  const read: PositiveEvents = { events: [], skipped: {}, faults: [], faultCount: 0 };
  const ratings: number[] = [];
  const onFault = (fault: LineFault) => {
    read.faultCount++;
    if (read.faults.length < FAULTS_KEPT) read.faults.push(fault);
  };
  reading: for (const log of dataset.logs) {
    let left = limit;
    for await (const rows of readEventLog({ logs: [log] }, onFault)) {
      for (const row of rows) {
        if (left-- <= 0) continue reading;
        if (notWanted.has(row.kind)) count(read.skipped, row.kind);
        else {
          read.events.push(positiveOf(row, basename(log)));
          ratings.push(row.rating ?? Number.NaN);
        }
      }
    }
  }
  keepTopRated(read, ratings);
  return { ...read, events: inOrderOfPlaces(read.events) };
}

/** Which part of a set a file is. */
function partOf(file: string): Pick<PositiveEvent, "isTest" | "isValidation"> {
  return { isTest: file.startsWith("test."), isValidation: file.startsWith("valid.") };
}

function positiveOf(row: LogRow, file: string): PositiveEvent {
  const { sessionId, userId, itemId, kind, timestampMs: at, position } = row;
  return { sessionId, userId, itemId, kind, at, position, ...partOf(file) };
}

function keepTopRated(read: PositiveEvents, ratings: readonly number[]): void {
  const top = ratings.reduce((most, rating) => Math.max(most, rating || 0), 0);
  if (top === 0) return;
  read.events = read.events.filter((_, index) => {
    const isLow = ratings[index]! < top;
    if (isLow) count(read.skipped, `rated below ${top}`);
    return !isLow;
  });
}

function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

/** Each session's or user's events stay in its own places of the log, in the order of `position`. */
function inOrderOfPlaces(events: PositiveEvent[]): PositiveEvent[] {
  if (events.some(({ at, position }) => at !== undefined || position === undefined)) return events;
  const own = new Map<string, number[]>();
  for (const [index, { sessionId, userId, isTest }] of events.entries()) {
    const who = `${isTest} ${sessionId ?? userId}`;
    const places = own.get(who);
    if (places === undefined) own.set(who, [index]);
    else places.push(index);
  }
  const ordered = events.slice();
  for (const places of own.values()) {
    const sorted = places.toSorted((left, right) => {
      return events[left]!.position! - events[right]!.position!;
    });
    for (const [at, place] of places.entries()) ordered[place] = events[sorted[at]!]!;
  }
  return ordered;
}
