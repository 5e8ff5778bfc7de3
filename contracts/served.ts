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
  features: readonly string[];
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
  writer.text(message.model).text(message.modelVersion).bytes(encodedNames(message.features));
  writer.u16(message.rows.length);
  const values = new ValueWriter(message.features.length);
  for (const row of message.rows) {
    writer.text(row.itemId).u16(row.position < 0 ? UNSHOWN : row.position);
    writer.f32(row.score).f32(row.propensity);
    values.write(writer, row.values);
  }
  return writer.finish();
}

/** The names that were written last: a process has the same array of them for all its messages. */
let lastNames: { features: readonly string[]; bytes: Uint8Array } | undefined;

function encodedNames(features: readonly string[]): Uint8Array {
  if (lastNames?.features !== features) {
    const writer = new BinaryWriter().u16(features.length);
    for (const feature of features) writer.text(feature);
    lastNames = { features, bytes: writer.finish() };
  }
  return lastNames.bytes;
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

/** Writes rows of values: the kinds of all, four in a byte, then those that are neither 0 nor NaN. */
class ValueWriter {
  readonly #kinds: Uint8Array;
  readonly #told: Float32Array;

  constructor(count: number) {
    this.#kinds = new Uint8Array(Math.ceil(count / KINDS_PER_BYTE));
    this.#told = new Float32Array(count);
  }

  write(writer: BinaryWriter, values: Float32Array): void {
    const [kinds, told] = [this.#kinds, this.#told];
    let size = 0;
    kinds.fill(0);
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      if (value === 0) continue;
      const kind = Number.isNaN(value) ? MISSING : TOLD;
      if (kind === TOLD) told[size++] = value;
      kinds[at >> 2] = kinds[at >> 2]! | (kind << (2 * (at & 3)));
    }
    writer.bytes(kinds).floats(told.subarray(0, size));
  }
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
