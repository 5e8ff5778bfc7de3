import { BinaryReader, BinaryWriter, FloatSlab } from "./binary.ts";

/**
 * What one processor has learnt of one item, its component: absolute values, so that applying a
 * record twice changes nothing. With one processor that is all there is; the components of several
 * add up (algorithms/components/merge.ts).
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

/**
 * What a turn of a processor changed: `learn.<shop>.factors.<home>` on LEARN, its home being the
 * partition whose holder alone writes these components.
 */
export interface FactorsMessage {
  /** Vectors of different spaces are never compared. */
  spaceId: number;
  dimensions: number;
  /** The last EVENTS sequence that these values have learnt from. */
  eventSequence: number;
  records: FactorRecord[];
  /** Whose components these are; 0 where it is not said. */
  home?: number;
  /** Homes whose components of these items the records have taken in: they are no more. */
  absorbed?: readonly number[];
}

const RECORD_MAGIC = "SLFR";
const MESSAGE_MAGIC = "SLFM";
const VERSION = 1;
/** Tells of several homes; not written while there is one. */
const HOMES_VERSION = 2;

function writeRecord(writer: BinaryWriter, record: FactorRecord): void {
  writer.text(record.itemId).u32(record.version).u32(record.index);
  writer.f64(record.popularity).f32(record.bias).floats(record.input).floats(record.output);
}

function readRecord(reader: BinaryReader, dimensions: number, slab?: FloatSlab): FactorRecord {
  return {
    itemId: reader.text(),
    version: reader.u32(),
    index: reader.u32(),
    popularity: reader.f64(),
    bias: reader.f32(),
    input: reader.floats(dimensions, slab),
    output: reader.floats(dimensions, slab),
  };
}

/** One record as it lies in Redis and in checkpoints. */
export function encodeFactorRecord(record: FactorRecord): Uint8Array {
  const writer = new BinaryWriter().header(RECORD_MAGIC, VERSION).u16(record.output.length);
  writeRecord(writer, record);
  return writer.finish();
}

export function decodeFactorRecord(bytes: Uint8Array): FactorRecord {
  return decodeRecord(bytes);
}

/** `decodeFactorRecord` for many records: their vectors are parts of longer arrays. */
export function factorRecordDecoder(): (bytes: Uint8Array) => FactorRecord {
  const slab = new FloatSlab();
  return (bytes) => decodeRecord(bytes, slab);
}

function decodeRecord(bytes: Uint8Array, slab?: FloatSlab): FactorRecord {
  const reader = new BinaryReader(bytes);
  reader.header(RECORD_MAGIC, VERSION);
  const record = readRecord(reader, reader.u16(), slab);
  reader.end();
  return record;
}

export function encodeFactors(message: FactorsMessage): Uint8Array {
  const { home = 0, absorbed = [] } = message;
  const version = home > 0 || absorbed.length > 0 ? HOMES_VERSION : VERSION;
  const writer = new BinaryWriter().header(MESSAGE_MAGIC, version);
  writer.u32(message.spaceId).u16(message.dimensions).f64(message.eventSequence);
  if (version === HOMES_VERSION) {
    writer.u8(home).u8(absorbed.length);
    for (const each of absorbed) writer.u8(each);
  }
  writer.u32(message.records.length);
  for (const record of message.records) writeRecord(writer, record);
  return writer.finish();
}

export function decodeFactors(bytes: Uint8Array): FactorsMessage {
  const reader = new BinaryReader(bytes);
  const version = reader.header(MESSAGE_MAGIC, HOMES_VERSION);
  const spaceId = reader.u32();
  const dimensions = reader.u16();
  const eventSequence = reader.f64();
  const homes = version === HOMES_VERSION ? readHomes(reader) : {};
  const count = reader.u32();
  const records: FactorRecord[] = [];
  for (let index = 0; index < count; index++) records.push(readRecord(reader, dimensions));
  reader.end();
  return { spaceId, dimensions, eventSequence, records, ...homes };
}

function readHomes(reader: BinaryReader): { home: number; absorbed: number[] } {
  const home = reader.u8();
  return { home, absorbed: Array.from({ length: reader.u8() }, () => reader.u8()) };
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
