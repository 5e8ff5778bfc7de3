import { BinaryReader, BinaryWriter } from "./binary.ts";

/** One candidate that was ranked: shown at a position, or sampled among the unshown (−1). */
export interface ServedRow {
  itemId: string;
  position: number;
  score: number;
  propensity: number;
  /** Feature values as ranking saw them, in the order of `features`. */
  values: Float32Array;
}

/** What one recommendation showed: `served.<shop>` on SERVED. */
export interface ServedMessage {
  requestId: string;
  placement: string;
  visitorId: string;
  sessionId: string;
  servedAt: number;
  model: string;
  modelVersion: string;
  features: string[];
  rows: ServedRow[];
}

/** Rows that one message carries at most: 24 shown and 10 sampled unshown. */
export const MAX_SHOWN_ROWS = 24;
export const MAX_UNSHOWN_ROWS = 10;

const MAGIC = "SLSV";
const UNSHOWN = 0xffff;

export function encodeServed(message: ServedMessage): Uint8Array {
  const writer = new BinaryWriter().header(MAGIC, 1);
  writer.text(message.requestId).text(message.placement);
  writer.text(message.visitorId).text(message.sessionId).f64(message.servedAt);
  writer.text(message.model).text(message.modelVersion).u16(message.features.length);
  for (const feature of message.features) writer.text(feature);
  writer.u16(message.rows.length);
  for (const row of message.rows) {
    writer.text(row.itemId).u16(row.position < 0 ? UNSHOWN : row.position);
    writer.f32(row.score).f32(row.propensity).floats(row.values);
  }
  return writer.finish();
}

export function decodeServed(bytes: Uint8Array): ServedMessage {
  const reader = new BinaryReader(bytes);
  reader.header(MAGIC, 1);
  const head = {
    requestId: reader.text(),
    placement: reader.text(),
    visitorId: reader.text(),
    sessionId: reader.text(),
    servedAt: reader.f64(),
    model: reader.text(),
    modelVersion: reader.text(),
  };
  const features = Array.from({ length: reader.u16() }, () => reader.text());
  const rows = Array.from({ length: reader.u16() }, () => {
    const itemId = reader.text();
    const position = reader.u16();
    return {
      itemId,
      position: position === UNSHOWN ? -1 : position,
      score: reader.f32(),
      propensity: reader.f32(),
      values: reader.floats(features.length),
    };
  });
  reader.end();
  return { ...head, features, rows };
}
