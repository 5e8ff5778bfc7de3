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
/** 1 had each time as a double. */
const VERSION = 2;

/** Times, whole milliseconds, as what they lie before the latest: most fit into three bytes. */
function writeRecent(writer: BinaryWriter, recent: readonly RecentItem[]): BinaryWriter {
  const latest = recent.reduce((high, { occurredAt }) => Math.max(high, occurredAt), 0);
  writer.u16(recent.length).varint(latest);
  for (const item of recent) {
    writer
      .text(item.itemId)
      .u8(eventTypeCodes[item.type])
      .varint(latest - item.occurredAt);
  }
  return writer;
}

function readRecent(reader: BinaryReader, version: number): RecentItem[] {
  const count = reader.u16();
  const latest = version === 1 ? 0 : reader.varint();
  const recent: RecentItem[] = [];
  for (let index = 0; index < count; index++) {
    const itemId = reader.text();
    const type = eventTypeOf(reader.u8());
    const occurredAt = version === 1 ? reader.f64() : latest - reader.varint();
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
  const version = reader.header(MAGIC, VERSION);
  const spaceId = reader.u32();
  const decayedAt = reader.f64();
  const steps = reader.u32();
  const vector = reader.floats(reader.u16());
  const recent = readRecent(reader, version);
  reader.end();
  return { spaceId, decayedAt, steps, vector, recent };
}

/** A visitor's recent items across sessions (`visitor:{id}:recent`), newest first. */
export function encodeRecent(recent: readonly RecentItem[]): Uint8Array {
  return writeRecent(new BinaryWriter().header("SLVR", VERSION), recent).finish();
}

export function decodeRecent(bytes: Uint8Array): RecentItem[] {
  const reader = new BinaryReader(bytes);
  const recent = readRecent(reader, reader.header("SLVR", VERSION));
  reader.end();
  return recent;
}
