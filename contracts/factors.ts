import { BinaryReader, BinaryWriter } from "./binary.ts";

/**
 * All that is learnt of one item: absolute values, so that applying a record twice changes nothing.
 * `input` (a) builds session vectors, `output` (b) is what they are scored against; both have
 * `dimensions` floats. `popularity` is log2 of the learner's forward-decayed count (−Infinity before
 * the first event), `index` the item's row in the learner's table:
 * with them a learner restored from records continues bit by bit.
 */
export interface FactorRecord {
  itemId: string;
  version: number;
  index: number;
  popularity: number;
  bias: number;
  input: Float32Array;
  output: Float32Array;
}

/** What a partition's batch changed: `learn.<shop>.factors.<partition>` on LEARN. */
export interface FactorsMessage {
  /** Vectors of different spaces are never compared. */
  spaceId: number;
  dimensions: number;
  /** The last EVENTS sequence that these values have learnt from. */
  eventSequence: number;
  records: FactorRecord[];
}

const RECORD_MAGIC = "SLFR";
const MESSAGE_MAGIC = "SLFM";
const VERSION = 1;

function writeRecord(writer: BinaryWriter, record: FactorRecord): void {
  writer.text(record.itemId).u32(record.version).u32(record.index);
  writer.f64(record.popularity).f32(record.bias).floats(record.input).floats(record.output);
}

function readRecord(reader: BinaryReader, dimensions: number): FactorRecord {
  return {
    itemId: reader.text(),
    version: reader.u32(),
    index: reader.u32(),
    popularity: reader.f64(),
    bias: reader.f32(),
    input: reader.floats(dimensions),
    output: reader.floats(dimensions),
  };
}

/** One record as it lies in Redis and in checkpoints. */
export function encodeFactorRecord(record: FactorRecord): Uint8Array {
  const writer = new BinaryWriter().header(RECORD_MAGIC, VERSION).u16(record.output.length);
  writeRecord(writer, record);
  return writer.finish();
}

export function decodeFactorRecord(bytes: Uint8Array): FactorRecord {
  const reader = new BinaryReader(bytes);
  reader.header(RECORD_MAGIC, VERSION);
  const record = readRecord(reader, reader.u16());
  reader.end();
  return record;
}

export function encodeFactors(message: FactorsMessage): Uint8Array {
  const writer = new BinaryWriter().header(MESSAGE_MAGIC, VERSION);
  writer.u32(message.spaceId).u16(message.dimensions).f64(message.eventSequence);
  writer.u32(message.records.length);
  for (const record of message.records) writeRecord(writer, record);
  return writer.finish();
}

export function decodeFactors(bytes: Uint8Array): FactorsMessage {
  const reader = new BinaryReader(bytes);
  reader.header(MESSAGE_MAGIC, VERSION);
  const spaceId = reader.u32();
  const dimensions = reader.u16();
  const eventSequence = reader.f64();
  const count = reader.u32();
  const records: FactorRecord[] = [];
  for (let index = 0; index < count; index++) records.push(readRecord(reader, dimensions));
  reader.end();
  return { spaceId, dimensions, eventSequence, records };
}

/** A user's factor as it lies in Redis: `user:{id}:factor`. */
export function encodeUserFactor(factor: { spaceId: number; vector: Float32Array }): Uint8Array {
  return new BinaryWriter()
    .header("SLUF", VERSION)
    .u32(factor.spaceId)
    .u16(factor.vector.length)
    .floats(factor.vector)
    .finish();
}

export function decodeUserFactor(bytes: Uint8Array): { spaceId: number; vector: Float32Array } {
  const reader = new BinaryReader(bytes);
  reader.header("SLUF", VERSION);
  const spaceId = reader.u32();
  const vector = reader.floats(reader.u16());
  reader.end();
  return { spaceId, vector };
}
