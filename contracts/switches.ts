import { z } from "zod";
import { BinaryReader, BinaryWriter } from "./binary.ts";
import { type Placement, placementSchema } from "./placements.ts";

/** The switch that takes one rail away. */
export function placementSwitch(placement: Placement): `placement:${Placement}` {
  return `placement:${placement}`;
}

/**
 * Every kill switch; what has no row in PostgreSQL is on. `live_rails`: changed sessions are told
 * to open pages; `learning`: events move factors; `exploration`: declared slots draw their item;
 * `placement:…`: that rail is made.
 */
export const switchNames = [
  "live_rails",
  "learning",
  "exploration",
  ...placementSchema.options.map(placementSwitch),
] as const;
export const switchNameSchema = z.enum(switchNames);
export type SwitchName = z.infer<typeof switchNameSchema>;

const messageSchema = z.strictObject({
  /** When the database was read, epoch ms by its own clock: an older set never replaces a newer. */
  readAt: z.number().int(),
  /** Names of switches that are off; those that this build does not know change nothing. */
  off: z.array(z.string()),
});
export type SwitchesMessage = z.infer<typeof messageSchema>;

const MAGIC = "SLSW";
const VERSION = 1;
const HEADER_BYTES = 5;

/** All switches of a shop, on `learn.<shop>.switches`: a header, then JSON. */
export function encodeSwitches(message: SwitchesMessage): Uint8Array {
  const header = new BinaryWriter().header(MAGIC, VERSION).finish();
  return Uint8Array.from([...header, ...new TextEncoder().encode(JSON.stringify(message))]);
}

/** Reads a set of switches. Throws BinaryFormatError, ZodError or SyntaxError. */
export function decodeSwitches(bytes: Uint8Array): SwitchesMessage {
  new BinaryReader(bytes).header(MAGIC, VERSION);
  return messageSchema.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(HEADER_BYTES))));
}
