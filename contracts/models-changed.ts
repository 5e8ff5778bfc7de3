import { BinaryReader, BinaryWriter } from "./binary.ts";

const MAGIC = "SLMO";
const VERSION = 1;

/**
 * `learn.<shop>.models`: the registry's stages are others than before. It says no more than that:
 * who serves models reads the registry, where what is true now stands.
 */
export function encodeModelsChanged(): Uint8Array {
  return new BinaryWriter().header(MAGIC, VERSION).finish();
}

/** Reads the message. Throws BinaryFormatError. */
export function decodeModelsChanged(bytes: Uint8Array): void {
  const reader = new BinaryReader(bytes);
  reader.header(MAGIC, VERSION);
  reader.end();
}
