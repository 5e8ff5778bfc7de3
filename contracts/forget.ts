import { BinaryReader, BinaryWriter } from "./binary.ts";

/** Visitors whose data is erased: views let go of what they hold of them (`learn.<shop>.forget`). */
export interface ForgetMessage {
  visitorIds: string[];
  sessionIds: string[];
}

const MAGIC = "SLFO";
const VERSION = 1;

export function encodeForget({ visitorIds, sessionIds }: ForgetMessage): Uint8Array {
  const writer = new BinaryWriter().header(MAGIC, VERSION);
  for (const ids of [visitorIds, sessionIds]) {
    writer.u32(ids.length);
    for (const id of ids) writer.text(id);
  }
  return writer.finish();
}

/** Reads what is to be forgotten. Throws BinaryFormatError. */
export function decodeForget(bytes: Uint8Array): ForgetMessage {
  const reader = new BinaryReader(bytes);
  reader.header(MAGIC, VERSION);
  const visitorIds = Array.from({ length: reader.u32() }, () => reader.text());
  const sessionIds = Array.from({ length: reader.u32() }, () => reader.text());
  reader.end();
  return { visitorIds, sessionIds };
}
