import { z } from "zod";
import { BinaryReader, BinaryWriter } from "./binary.ts";
import { itemIdSchema } from "./identifiers.ts";
import { placementSchema } from "./placements.ts";

/** Rules of one shop at most; the whole set travels in one message. */
export const MAX_RULES = 500;
/** Items that one rule may name. */
export const MAX_RULE_ITEMS = 200;
/** Items that all rules of a shop together may name: NATS takes messages of 1 MB. */
export const MAX_NAMED_ITEMS = 8_000;

export const ruleKindSchema = z.enum(["pin", "boost", "bury", "exclude"]);
export type RuleKind = z.infer<typeof ruleKindSchema>;

/** Products that fit every part that is there; a target without a part fits none. */
export const ruleTargetSchema = z.strictObject({
  itemIds: z.array(itemIdSchema).max(MAX_RULE_ITEMS).optional(),
  /** A category with all below it. */
  category: z.string().min(1).max(64).optional(),
  brand: z.string().min(1).max(200).optional(),
  sellerId: z.uuid().optional(),
});
export type RuleTarget = z.infer<typeof ruleTargetSchema>;

/** What people decide about rails, above what is learnt. */
export const ruleSchema = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().max(200),
  kind: ruleKindSchema,
  target: ruleTargetSchema,
  /** Placements where it holds; empty: everywhere. */
  placements: z.array(placementSchema).max(placementSchema.options.length),
  /** Only where the page is about a product of this category, or shows this category. */
  contextCategory: z.string().min(1).max(64).optional(),
  /** Of a pin: the place of its first item, from 0. */
  position: z.number().int().min(0).max(59).optional(),
  /** Of boost and bury: the share of the whole range of scores that it moves an item by. */
  strength: z.number().positive().max(10).optional(),
  /** Epoch ms; the rule holds from the one to before the other. */
  startsAt: z.number().int().optional(),
  endsAt: z.number().int().optional(),
});
export type Rule = z.infer<typeof ruleSchema>;

const messageSchema = z.strictObject({
  /** When the database was read, epoch ms by its own clock: an older set never replaces a newer. */
  readAt: z.number().int(),
  rules: z.array(ruleSchema),
});
export type RulesMessage = z.infer<typeof messageSchema>;

const MAGIC = "SLRU";
const VERSION = 1;
const HEADER_BYTES = 5;

/** All active rules of a shop, on `learn.<shop>.rules`: a header, then JSON. */
export function encodeRules(message: RulesMessage): Uint8Array {
  const header = new BinaryWriter().header(MAGIC, VERSION).finish();
  return Uint8Array.from([...header, ...new TextEncoder().encode(JSON.stringify(message))]);
}

/** Reads a set of rules. Throws BinaryFormatError, ZodError or SyntaxError. */
export function decodeRules(bytes: Uint8Array): RulesMessage {
  new BinaryReader(bytes).header(MAGIC, VERSION);
  return messageSchema.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(HEADER_BYTES))));
}

/** A rule as its row in PostgreSQL has it. */
interface RuleRow {
  id: string;
  name: string;
  kind: string;
  target: unknown;
  placements: readonly string[];
  contextCategory: string | null;
  position: number | null;
  strength: number | null;
  startsAt: Date | null;
  endsAt: Date | null;
}

/** The rule of a row; undefined for one that does not fit the schema: it must not stop the others. */
export function ruleOfRow(row: RuleRow): Rule | undefined {
  const { id, name, kind, target, placements } = row;
  const parsed = ruleSchema.safeParse({
    ...{ id, name, kind, target, placements },
    ...(row.contextCategory === null ? {} : { contextCategory: row.contextCategory }),
    ...(row.position === null ? {} : { position: row.position }),
    ...(row.strength === null ? {} : { strength: row.strength }),
    ...(row.startsAt === null ? {} : { startsAt: row.startsAt.getTime() }),
    ...(row.endsAt === null ? {} : { endsAt: row.endsAt.getTime() }),
  });
  return parsed.success ? parsed.data : undefined;
}
