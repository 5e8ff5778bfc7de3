import { z } from "zod";

/** A shop's id: a token of a NATS subject, a prefix of Redis keys, a DNS label. */
export const shopIdSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, "a shop id is 1–32 of a–z, 0–9 and -");

/** A product's id, unique within its shop. Case counts. */
export const itemIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "an item id is 1–64 of A–Z, a–z, 0–9 and . _ -");

/** A visitor's id: first-party, signed in the cookie; servers choose their own. */
export const visitorIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "a visitor id is 1–64 of A–Z, a–z, 0–9 and _ -");

/** Ids of sessions, orders, variants, requests, users: opaque, bounded, printable. */
export const opaqueIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,64}$/, "an id is 1–64 of A–Z, a–z, 0–9 and . _ : -");

/** A trained model's version, which is when it was made: versions sort by time. */
export const modelVersionSchema = z.string().regex(/^\d{8}T\d{9}Z$/);

/**
 * An event's id. UUIDv7 is asked of producers; any UUID is unique enough to accept. Reads as lower
 * case, however it was written: one id must not count twice.
 */
export const eventIdSchema = z.uuid().toLowerCase();
