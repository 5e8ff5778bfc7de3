import { z } from "zod";
import { freeTextSchema, paragraphsSchema } from "./free-text.ts";

/** Origins of other sites at most that may call the API from a browser. */
const MAX_ORIGINS = 50;

const originSchema = z.string().max(200).refine(isOrigin, {
  message: "An origin is https://host or http://host, with nothing behind it",
});

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  return (protocol === "https:" || protocol === "http:") && origin === text;
}

/**
 * What admins set for their shop while it runs. Each has a row of its own in `settings`, by this
 * name; what has no row is as it says here.
 */
export const shopSettingsSchema = z.strictObject({
  /** Who signs letters; empty: the shop's name. */
  "mail.sender_name": freeTextSchema(120).trim().default(""),
  /** Where people write to. */
  "contact.email": z.union([z.literal(""), z.email().max(254)]).default(""),
  "contact.address": paragraphsSchema(500).default(""),
  /** Lines of the company on invoices: name, address, register, tax number. */
  "invoice.company": paragraphsSchema(1_000).default(""),
  /** Other sites whose pages may call the API (CORS). */
  "api.allowed_origins": z.array(originSchema).max(MAX_ORIGINS).default([]),
  /** Kept with each answer about consent, as evidence of what was answered. */
  "consent.text_version": z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/, "1–32 of A–Z, a–z, 0–9 and . _ -")
    .default("2026-11"),
  /** Days after delivery in which something may be sent back. */
  "orders.return_days": z.number().int().min(0).max(365).default(30),
  /** Minutes that stock is held for an order that is not paid yet. */
  "checkout.reservation_minutes": z.number().int().min(1).max(1_440).default(15),
  /** Reviews are shown without a look at them. */
  "reviews.publish_at_once": z.boolean().default(false),
});
export type ShopSettings = z.infer<typeof shopSettingsSchema>;
export type SettingName = keyof ShopSettings;

/** `PATCH /api/admin/settings`: those that change. */
export const settingsChangeSchema = z
  .strictObject(
    Object.fromEntries(
      Object.entries(shopSettingsSchema.shape).map(([name, schema]) => [
        name,
        schema.unwrap().optional(),
      ]),
    ) as {
      [Name in SettingName]: z.ZodOptional<
        ReturnType<(typeof shopSettingsSchema.shape)[Name]["unwrap"]>
      >;
    },
  )
  .refine((change) => Object.keys(change).length > 0, { message: "Name at least one setting" });
export type SettingsChange = z.infer<typeof settingsChangeSchema>;
