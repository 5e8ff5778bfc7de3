import { z } from "zod";
import { freeTextSchema } from "./free-text.ts";
import { shopIdSchema } from "./identifiers.ts";

/** `POST` here, on the stream processor, signed as announcements are: letters of one shop. */
export const LETTERS_PATH = "/internal/dead-letters";
/** `POST` here: replays or discards some of them. */
export const LETTERS_WORK_PATH = "/internal/dead-letters/work";

/** Letters on one page, and in one call that works on them. */
export const LETTERS_PAGE_SIZE = 25;
export const MAX_LETTERS_AT_ONCE = 1_000;
/** A call that works on them begins with no other letter after this long: the rest is left. */
export const LETTERS_WORK_MS = 8_000;

/** A message that could not be applied, or a row of an outbox that could not be told. */
const deadLetterSchema = z.object({
  /** Its sequence in the DLQ. */
  id: z.number().int(),
  at: z.iso.datetime(),
  /** `event`: of the log. `outbox`: of the shop's database. */
  origin: z.enum(["event", "outbox"]),
  /** The event's type, or the kind of the row. */
  kind: z.string(),
  /** The event's sequence on EVENTS, or the row's number. */
  source: z.string(),
  reason: z.string(),
  stack: z.string().optional(),
  eventId: z.string().optional(),
  itemId: z.string().optional(),
  /** As it is; JSON where it was any. */
  payload: z.string(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/** Which letters: all whose reason, kind, ids or payload hold the words, or those with these ids. */
export const lettersQuerySchema = z.strictObject({
  shop: shopIdSchema,
  q: freeTextSchema(200).optional(),
  ids: z.array(z.number().int().positive()).max(MAX_LETTERS_AT_ONCE).optional(),
  page: z.number().int().min(1).max(10_000).default(1),
});
export type LettersQuery = z.input<typeof lettersQuerySchema>;

/** The newest first. */
export const letterListSchema = z.object({
  letters: z.array(deadLetterSchema),
  page: z.number().int(),
  pages: z.number().int(),
  /** That fit the question. */
  found: z.number().int(),
  /** Of the shop. */
  all: z.number().int(),
});
export type LetterList = z.infer<typeof letterListSchema>;

export const lettersWorkSchema = z.strictObject({
  shop: shopIdSchema,
  action: z.enum(["replay", "discard"]),
  /** Those that fit; without `q` and `ids` the oldest of all, at most MAX_LETTERS_AT_ONCE. */
  q: freeTextSchema(200).optional(),
  ids: z.array(z.number().int().positive()).max(MAX_LETTERS_AT_ONCE).optional(),
});
export type LettersWork = z.infer<typeof lettersWorkSchema>;

/** The letters that were dealt with, the oldest first; they are in the DLQ no more. */
export const lettersDoneSchema = z.object({
  done: z.array(deadLetterSchema.pick({ id: true, kind: true, source: true, reason: true })),
  /** That fit and are left for another call. */
  left: z.number().int(),
});
export type LettersDone = z.infer<typeof lettersDoneSchema>;

/** `POST /api/ops/dead-letters/replay` and `/discard` of the edge. */
export const lettersReplayInputSchema = z.strictObject({
  q: freeTextSchema(200).optional(),
  ids: z.array(z.number().int().positive()).max(MAX_LETTERS_AT_ONCE).optional(),
});
export const lettersDiscardInputSchema = lettersReplayInputSchema.extend({
  reason: z.string().trim().min(3).max(500),
});
