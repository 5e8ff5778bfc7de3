import { BinaryReader, BinaryWriter } from "./binary.ts";

/** The weights of the online blend: `learn.<shop>.blend` on LEARN. */
export interface BlendMessage {
  version: number;
  features: string[];
  weights: Float32Array;
}

const MAGIC = "SLBL";

export function encodeBlend(message: BlendMessage): Uint8Array {
  const writer = new BinaryWriter().header(MAGIC, 1).u32(message.version);
  writer.u16(message.features.length);
  for (const feature of message.features) writer.text(feature);
  return writer.floats(message.weights).finish();
}

export function decodeBlend(bytes: Uint8Array): BlendMessage {
  const reader = new BinaryReader(bytes);
  reader.header(MAGIC, 1);
  const version = reader.u32();
  const features = Array.from({ length: reader.u16() }, () => reader.text());
  const weights = reader.floats(features.length);
  reader.end();
  return { version, features, weights };
}
