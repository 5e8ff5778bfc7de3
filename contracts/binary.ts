const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Bytes that are not what their magic, version or lengths say. */
export class BinaryFormatError extends Error {
  override readonly name = "BinaryFormatError";
  readonly code = "binary_format";
}

/** Appends little-endian values to one growing buffer. */
export class BinaryWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

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
    const bytes = encoder.encode(value);
    if (bytes.length > 0xffff) throw new BinaryFormatError("a text is longer than 65,535 bytes");
    this.u16(bytes.length);
    const at = this.#reserve(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }
  /** Floats without a length; the reader knows how many. */
  floats(values: Float32Array): this {
    for (const value of values) this.f32(value);
    return this;
  }
  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
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
  f32(): number {
    return this.#view.getFloat32(this.#advance(4), true);
  }
  f64(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }
  text(): string {
    return decoder.decode(this.#take(this.u16()));
  }
  floats(count: number): Float32Array {
    const values = new Float32Array(count);
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
