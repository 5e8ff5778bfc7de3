import { BinaryReader, BinaryWriter } from "./binary.ts";

/** What one visitor did with one item, ever (`user:{id}:item:{item}` in Redis). */
export interface UserItemState {
  views: number;
  clicks: number;
  addToCart: number;
  purchases: number;
  lastInteractionAt: number;
  /** The order that bought it last: what a return without an order takes back. */
  lastOrderId?: string;
}

const MAGIC = "SLUI";
const VERSION = 1;

export function encodeUserItem(state: UserItemState): Uint8Array {
  return new BinaryWriter()
    .header(MAGIC, VERSION)
    .u32(state.views)
    .u32(state.clicks)
    .u32(state.addToCart)
    .u32(state.purchases)
    .f64(state.lastInteractionAt)
    .text(state.lastOrderId ?? "")
    .finish();
}

export function decodeUserItem(bytes: Uint8Array): UserItemState {
  const reader = new BinaryReader(bytes);
  reader.header(MAGIC, VERSION);
  const state = {
    views: reader.u32(),
    clicks: reader.u32(),
    addToCart: reader.u32(),
    purchases: reader.u32(),
    lastInteractionAt: reader.f64(),
  };
  const lastOrderId = reader.text();
  reader.end();
  return lastOrderId === "" ? state : { ...state, lastOrderId };
}
