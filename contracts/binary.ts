const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** Bytes that are not what their magic, version or lengths say. */
export class BinaryFormatError extends Error {
  override readonly name = "BinaryFormatError";
  readonly code = "binary_format";
}

/** Bytes that a writer begins with, and the longest buffer that is kept for the next writer. */
const FIRST_CAPACITY = 2 * 1024;
const MAX_SPARE = 64 * 1024;
/** The buffer of the last writer that finished: most writers never allocate one of their own. */
let spare: { bytes: Uint8Array<ArrayBuffer>; view: DataView } | undefined;

/** Bytes of a slab of results, and the longest result that becomes a part of one. */
const SLAB_BYTES = 64 * 1024;
const MAX_IN_SLAB = 2 * 1024;
let slab = new Uint8Array(0);
let slabUsed = 0;

/**
 * A copy of the first bytes. Short ones are parts of a longer array, which costs a third of an array
 * of its own for each: most are sent, and gone. Who keeps a part keeps its slab.
 */
function copyOf(bytes: Uint8Array, length: number): Uint8Array {
  if (length > MAX_IN_SLAB) return bytes.slice(0, length);
  if (slabUsed + length > slab.length) {
    slab = new Uint8Array(SLAB_BYTES);
    slabUsed = 0;
  }
  const copy = slab.subarray(slabUsed, slabUsed + length);
  slabUsed += length;
  copy.set(bytes.subarray(0, length));
  return copy;
}

/** Floats of this machine lie in memory as they do in our formats. */
const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Appends little-endian values to one growing buffer. */
export class BinaryWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  constructor() {
    this.#bytes = spare?.bytes ?? new Uint8Array(FIRST_CAPACITY);
    this.#view = spare?.view ?? new DataView(this.#bytes.buffer);
    spare = undefined;
  }

  /** Starts a message: four ASCII letters that name it and one byte of version. */
  header(magic: string, version: number): this {
    for (let index = 0; index < 4; index++) this.u8(magic.charCodeAt(index));
    return this.u8(version);
  }

  u8(value: number): this {
    const at = this.#reserve(1);
    this.#view.setUint8(at, value);
    return this;
  }
  u16(value: number): this {
    const at = this.#reserve(2);
    this.#view.setUint16(at, value, true);
    return this;
  }
  u32(value: number): this {
    const at = this.#reserve(4);
    this.#view.setUint32(at, value, true);
    return this;
  }
  /** An integer from 0 to 2^53 − 1 in as few bytes as it needs, seven bits each, lowest first. */
  varint(value: number): this {
    let rest = value;
    // `&` keeps the lowest bits of larger numbers too, and takes a fraction of the time of `%`.
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.u8((rest & 0x7f) | 0x80);
    return this.u8(rest);
  }
  f32(value: number): this {
    const at = this.#reserve(4);
    this.#view.setFloat32(at, value, true);
    return this;
  }
  /** A double; also holds integers up to 2^53 such as sequences and epoch milliseconds. */
  f64(value: number): this {
    const at = this.#reserve(8);
    this.#view.setFloat64(at, value, true);
    return this;
  }
  /** UTF-8 with a 16-bit length. */
  text(value: string): this {
    // A UTF-16 code unit takes at most three bytes.
    const at = this.#reserve(2 + 3 * value.length);
    const size = this.#put(value, at + 2);
    if (size > 0xffff) throw new BinaryFormatError("a text is longer than 65,535 bytes");
    this.#view.setUint16(at, size, true);
    this.#length = at + 2 + size;
    return this;
  }
  /** Bytes as they are, without a length. */
  bytes(values: Uint8Array): this {
    const at = this.#reserve(values.length);
    this.#bytes.set(values, at);
    return this;
  }
  /** Floats without a length; the reader knows how many. */
  floats(values: Float32Array): this {
    if (isLittleEndian) {
      return this.bytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
    for (const value of values) this.f32(value);
    return this;
  }
  /** A copy of what was written. It ends the writer: its buffer goes to the next one. */
  finish(): Uint8Array {
    const written = copyOf(this.#bytes, this.#length);
    if (this.#bytes.length <= MAX_SPARE) spare = { bytes: this.#bytes, view: this.#view };
    this.#bytes = new Uint8Array(0);
    this.#length = 0;
    return written;
  }

  /** Writes text at a place that has room for it; returns its bytes. Ids are nearly always ASCII. */
  #put(value: string, at: number): number {
    const bytes = this.#bytes;
    for (let index = 0; index < value.length; index++) {
      const unit = value.charCodeAt(index);
      if (unit > 0x7f) return encoder.encodeInto(value, bytes.subarray(at)).written;
      bytes[at + index] = unit;
    }
    return value.length;
  }

  /** Makes room and returns where. May replace `#bytes` and `#view`: call it before using them. */
  #reserve(size: number): number {
    const offset = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return offset;
  }
}

/** Floats of a slab: enough for some records, and not much to hold on to for one that is kept. */
const SLAB_FLOATS = 4096;

/**
 * Gives short arrays as parts of longer ones: an array of its own for each of many vectors costs more
 * to make, and to collect again, than the vector does to read. Who keeps a part keeps its slab.
 */
export class FloatSlab {
  #slab = new Float32Array(0);
  #used = 0;

  take(count: number): Float32Array {
    if (this.#used + count > this.#slab.length) {
      this.#slab = new Float32Array(Math.max(SLAB_FLOATS, count));
      this.#used = 0;
    }
    this.#used += count;
    return this.#slab.subarray(this.#used - count, this.#used);
  }
}

/** Reads what BinaryWriter wrote; throws BinaryFormatError on anything else. */
export class BinaryReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Checks magic and version; returns the version. */
  header(magic: string, newestVersion: number): number {
    const found = String.fromCharCode(...this.#take(4));
    if (found !== magic) throw new BinaryFormatError(`expected ${magic}, found ${found}`);
    const version = this.u8();
    if (version < 1 || version > newestVersion) {
      throw new BinaryFormatError(`${magic} version ${version} is not one that this build reads`);
    }
    return version;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }
  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }
  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }
  varint(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 0x80) {
      const byte = this.u8();
      value += (byte % 0x80) * unit;
      if (byte < 0x80) return value;
    }
  }
  f32(): number {
    return this.#view.getFloat32(this.#advance(4), true);
  }
  f64(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }
  text(): string {
    return decoder.decode(this.#take(this.u16()));
  }
  floats(count: number, slab?: FloatSlab): Float32Array {
    const values = slab === undefined ? new Float32Array(count) : slab.take(count);
    if (isLittleEndian) {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      bytes.set(this.#take(values.byteLength));
      return values;
    }
    for (let index = 0; index < count; index++) values[index] = this.f32();
    return values;
  }
  /** Ends the message: nothing may be left. */
  end(): void {
    if (this.#offset !== this.#bytes.length) {
      throw new BinaryFormatError(`${this.#bytes.length - this.#offset} bytes are left over`);
    }
  }

  #take(size: number): Uint8Array {
    const offset = this.#advance(size);
    return this.#bytes.subarray(offset, offset + size);
  }
  #advance(size: number): number {
    const offset = this.#offset;
    if (offset + size > this.#bytes.length) throw new BinaryFormatError("the bytes end too soon");
    this.#offset += size;
    return offset;
  }
}
