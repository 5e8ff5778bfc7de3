import { BinaryFormatError, BinaryReader, BinaryWriter } from "./binary.ts";

/** One candidate that was ranked: shown at a position, or not shown (−1). */
export interface ServedRow {
  itemId: string;
  position: number;
  score: number;
  /**
   * Of a shown one, the chance that it stood there: below 1 where it was drawn. Of an unshown one, the
   * chance that it had of being drawn in its stead; 0 where it had none.
   */
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
  /**
   * What was shown, then a sample of what was not, then what else a drawn slot was drawn from: with it
   * the message has all that the draw had.
   */
  rows: ServedRow[];
}

/** Rows that one message carries at most: 24 shown, and 10 sampled unshown; beside them a draw's. */
export const MAX_SHOWN_ROWS = 24;
export const MAX_UNSHOWN_ROWS = 10;

/** What was shown, and the sample of what was not: without what only stands there for a draw. */
export function sampledRows({ rows }: Pick<ServedMessage, "rows">): ServedRow[] {
  const shown = rows.filter(({ position }) => position >= 0).length;
  return rows.slice(0, shown + MAX_UNSHOWN_ROWS);
}

const MAGIC = "SLSV";
const UNSHOWN = 0xffff;

/** What a value is, in two bits: of twenty, nineteen are 0 or NaN, since few sources know an item. */
const ZERO = 0;
const MISSING = 1;
const TOLD = 2;
const KINDS_PER_BYTE = 4;

export function encodeServed(message: ServedMessage): Uint8Array {
  const writer = new BinaryWriter().header(MAGIC, 2);
  writer.text(message.requestId).text(message.placement);
  writer.text(message.visitorId).text(message.sessionId).f64(message.servedAt);
  writer.text(message.model).text(message.modelVersion).u16(message.features.length);
  for (const feature of message.features) writer.text(feature);
  writer.u16(message.rows.length);
  for (const row of message.rows) {
    writer.text(row.itemId).u16(row.position < 0 ? UNSHOWN : row.position);
    writer.f32(row.score).f32(row.propensity);
    writeValues(writer, row.values);
  }
  return writer.finish();
}

/** Throws BinaryFormatError. */
export function decodeServed(bytes: Uint8Array): ServedMessage {
  const reader = new BinaryReader(bytes);
  const version = reader.header(MAGIC, 2);
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
      values: version === 1 ? reader.floats(features.length) : readValues(reader, features.length),
    };
  });
  reader.end();
  return { ...head, features, rows };
}

/** Undefined for what another build has written: a version before or after may run beside this one. */
export function servedOfThisBuild(bytes: Uint8Array): ServedMessage | undefined {
  try {
    return decodeServed(bytes);
  } catch (error) {
    if (error instanceof BinaryFormatError) return undefined;
    throw error;
  }
}

/** The kinds of all values, four in a byte, then those values that are neither 0 nor NaN. */
function writeValues(writer: BinaryWriter, values: Float32Array): void {
  for (let from = 0; from < values.length; from += KINDS_PER_BYTE) {
    const end = Math.min(from + KINDS_PER_BYTE, values.length);
    let kinds = 0;
    for (let at = from; at < end; at++) kinds |= kindOf(values[at]!) << (2 * (at - from));
    writer.u8(kinds);
  }
  for (const value of values) if (kindOf(value) === TOLD) writer.f32(value);
}

function readValues(reader: BinaryReader, count: number): Float32Array {
  const kinds = Array.from({ length: Math.ceil(count / KINDS_PER_BYTE) }, () => reader.u8());
  const values = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    const kind = (kinds[Math.floor(at / KINDS_PER_BYTE)]! >> (2 * (at % KINDS_PER_BYTE))) & 3;
    if (kind !== ZERO) values[at] = kind === MISSING ? Number.NaN : reader.f32();
  }
  return values;
}

function kindOf(value: number): number {
  if (value === 0) return ZERO;
  return Number.isNaN(value) ? MISSING : TOLD;
}
