/*
 * Readers of the system's binary formats, written from their description and not from its code:
 * what is wrong there must not be wrong here as well. Little-endian; text is UTF-8 with its length
 * in 16 bits; each value begins with letters, mostly four, and a version.
 */

const decoder = new TextDecoder();

class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array, letters: string, version = 1) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const found = this.#bytes.toString("latin1", 0, letters.length);
    if (found !== letters || this.#bytes[letters.length] !== version)
      throw new Error(`${found} is not ${letters} ${version}`);
    this.#at = letters.length + 1;
  }

  u8 = () => this.#bytes.readUInt8(this.#move(1));
  u16 = () => this.#bytes.readUInt16LE(this.#move(2));
  u32 = () => this.#bytes.readUInt32LE(this.#move(4));
  /** A whole number in sevens of bits, the lowest first; the last byte is below 128. */
  whole = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.u8();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(value);
    }
  };
  f64 = () => this.#bytes.readDoubleLE(this.#move(8));
  text = () => {
    const length = this.u16();
    const from = this.#move(length);
    return decoder.decode(this.#bytes.subarray(from, from + length));
  };
  skip = (bytes: number) => void this.#move(bytes);

  #move(bytes: number): number {
    const from = this.#at;
    this.#at += bytes;
    return from;
  }
}

const typesByCode = [
  ...["impression", "view", "click", "search", "hide", "unhide", "identify"],
  ...["add_to_cart", "remove_from_cart", "checkout", "purchase", "return", "rating"],
];

/** What a visitor did with an item, as text that compares. */
export function readUserItem(bytes: Uint8Array): string {
  const cursor = new Cursor(bytes, "U", 2);
  const counts = [cursor.whole(), cursor.whole(), cursor.whole(), cursor.whole()];
  return `${counts.join(" ")} at ${cursor.whole()} order ${cursor.text()}`;
}

/** A visitor's recent items, newest first. */
export function readRecent(bytes: Uint8Array): string[] {
  return recentOf(new Cursor(bytes, "SLVR", 2));
}

/** A session's steps, and its recent items, newest first. */
export function readSession(bytes: Uint8Array): { steps: number; recent: string[] } {
  const cursor = new Cursor(bytes, "SLSS", 2);
  cursor.skip(4 + 8);
  const steps = cursor.u32();
  cursor.skip(4 * cursor.u16());
  return { steps, recent: recentOf(cursor) };
}

function recentOf(cursor: Cursor): string[] {
  const length = cursor.u16();
  const latest = cursor.whole();
  return Array.from({ length }, () => {
    const itemId = cursor.text();
    const type = typesByCode[cursor.u8()];
    return `${itemId} ${type} ${latest - cursor.whole()}`;
  });
}

/** log2 of an item's decayed count: of a record of factors, the one value that can be counted. */
export function readPopularity(bytes: Uint8Array): number {
  const cursor = new Cursor(bytes, "SLFR");
  cursor.skip(2);
  cursor.text();
  cursor.skip(4 + 4);
  return cursor.f64();
}

/** One step of LEARN. */
export interface ReadStep {
  sequence: number;
  visitorId: string;
  text: string;
}

export function readSteps(bytes: Uint8Array): ReadStep[] {
  const cursor = new Cursor(bytes, "SLST");
  return Array.from({ length: cursor.u32() }, () => {
    const sequence = cursor.f64();
    const visitorId = cursor.text();
    const sessionId = cursor.text();
    const itemId = cursor.text();
    const type = typesByCode[cursor.u8()];
    const orderId = cursor.text();
    const quantity = cursor.u32();
    const facts = [sessionId, itemId, type, orderId, quantity, cursor.f64()];
    return { sequence, visitorId, text: `${sequence} ${facts.join(" ")}` };
  });
}
