import { BinaryFormatError, BinaryReader, BinaryWriter } from "./binary.ts";

/** What one visitor did with one item, ever: a field of `user:{id}:items` in Redis. */
export interface UserItemState {
  views: number;
  clicks: number;
  addToCart: number;
  purchases: number;
  /** Epoch milliseconds, whole. */
  lastInteractionAt: number;
  /** The order that bought it last: what a return without an order takes back. */
  lastOrderId?: string;
}

/** One letter and one byte of version: Redis keeps a hash small while no value is over 64 bytes. */
const MAGIC = "U".charCodeAt(0);
const VERSION = 2;
const MAGIC_1 = "SLUI";

export function encodeUserItem(state: UserItemState): Uint8Array {
  return new BinaryWriter()
    .u8(MAGIC)
    .u8(VERSION)
    .varint(state.views)
    .varint(state.clicks)
    .varint(state.addToCart)
    .varint(state.purchases)
    .varint(state.lastInteractionAt)
    .text(state.lastOrderId ?? "")
    .finish();
}

export function decodeUserItem(bytes: Uint8Array): UserItemState {
  const reader = new BinaryReader(bytes);
  const [magic, version] = [reader.u8(), reader.u8()];
  if (magic !== MAGIC || version !== VERSION) {
    throw new BinaryFormatError(`these bytes are not a user item of version ${VERSION}`);
  }
  const next = () => reader.varint();
  return endOf(reader, {
    ...{ views: next(), clicks: next(), addToCart: next(), purchases: next() },
    lastInteractionAt: next(),
  });
}

/** Reads what each pair of visitor and item had as a value of its own: version 1. */
export function decodeUserItem1(bytes: Uint8Array): UserItemState {
  const reader = new BinaryReader(bytes);
  reader.header(MAGIC_1, 1);
  const next = () => reader.u32();
  return endOf(reader, {
    ...{ views: next(), clicks: next(), addToCart: next(), purchases: next() },
    lastInteractionAt: reader.f64(),
  });
}

function endOf(reader: BinaryReader, counts: Omit<UserItemState, "lastOrderId">): UserItemState {
  const lastOrderId = reader.text();
  reader.end();
  return lastOrderId === "" ? counts : { ...counts, lastOrderId };
}
