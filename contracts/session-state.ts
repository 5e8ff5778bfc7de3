import { BinaryReader, BinaryWriter } from "./binary.ts";
import type { EventType } from "./event-types.ts";
import { eventTypeCodes, eventTypeOf } from "./event-types.ts";

/** One thing that a visitor did, as kept in lists of recent items. */
export interface RecentItem {
  itemId: string;
  type: EventType;
  occurredAt: number;
}

/**
 * A session as it lies in Redis (`session:{id}`). `vector` is not normalised; it is decayed to
 * `decayedAt` (event time, epoch ms). `recent` holds the newest first, at most SESSION_ITEMS.
 */
export interface SessionState {
  spaceId: number;
  decayedAt: number;
  steps: number;
  vector: Float32Array;
  recent: RecentItem[];
}

const MAGIC = "SLSS";
const VERSION = 1;

function writeRecent(writer: BinaryWriter, recent: readonly RecentItem[]): BinaryWriter {
  writer.u16(recent.length);
  for (const item of recent) {
    writer.text(item.itemId).u8(eventTypeCodes[item.type]).f64(item.occurredAt);
  }
  return writer;
}

function readRecent(reader: BinaryReader): RecentItem[] {
  const count = reader.u16();
  const recent: RecentItem[] = [];
  for (let index = 0; index < count; index++) {
    const itemId = reader.text();
    const type = eventTypeOf(reader.u8());
    const occurredAt = reader.f64();
    if (type !== undefined) recent.push({ itemId, type, occurredAt });
  }
  return recent;
}

export function encodeSessionState(state: SessionState): Uint8Array {
  const writer = new BinaryWriter().header(MAGIC, VERSION).u32(state.spaceId);
  writer.f64(state.decayedAt).u32(state.steps).u16(state.vector.length).floats(state.vector);
  return writeRecent(writer, state.recent).finish();
}

export function decodeSessionState(bytes: Uint8Array): SessionState {
  const reader = new BinaryReader(bytes);
  reader.header(MAGIC, VERSION);
  const spaceId = reader.u32();
  const decayedAt = reader.f64();
  const steps = reader.u32();
  const vector = reader.floats(reader.u16());
  const recent = readRecent(reader);
  reader.end();
  return { spaceId, decayedAt, steps, vector, recent };
}

/** A visitor's recent items across sessions (`visitor:{id}:recent`), newest first. */
export function encodeRecent(recent: readonly RecentItem[]): Uint8Array {
  return writeRecent(new BinaryWriter().header("SLVR", VERSION), recent).finish();
}

export function decodeRecent(bytes: Uint8Array): RecentItem[] {
  const reader = new BinaryReader(bytes);
  reader.header("SLVR", VERSION);
  const recent = readRecent(reader);
  reader.end();
  return recent;
}
