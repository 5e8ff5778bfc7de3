import { z } from "zod";
import { roles } from "./access.ts";
import { freeTextSchema } from "./free-text.ts";
import { ruleKindSchema, ruleSchema } from "./merchandising.ts";
import { switchNameSchema } from "./switches.ts";

/** What the admins' endpoints of the edge take and answer. Times are ISO 8601. */

export const ADMIN_PAGE_SIZE = 50;

const instantSchema = z.iso.datetime();
const count = z.number().int().nonnegative();
const reasonSchema = freeTextSchema(500).trim();
const page = z.object({ total: count, page: z.number().int(), pages: z.number().int() });

/** Why something was done, for the audit log. */
export const reasonOnlySchema = z.strictObject({ reason: reasonSchema.default("") });

export const userSummarySchema = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  roles: z.array(z.enum(roles)),
  createdAt: instantSchema,
  lastSeenAt: instantSchema.optional(),
  disabledAt: instantSchema.optional(),
});
export type UserSummary = z.infer<typeof userSummarySchema>;

/** `GET /api/admin/users`: one page, the newest first. */
export const userListSchema = page.extend({ users: z.array(userSummarySchema) });

const auditEntrySchema = z.object({
  id: z.uuid(),
  at: instantSchema,
  actorId: z.uuid().optional(),
  /** Name or address of who did it; absent where they are gone, or it was a server. */
  actor: z.string().optional(),
  actorKind: z.string(),
  action: z.string(),
  resource: z.string(),
  resourceId: z.string().optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  reason: z.string().optional(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** `GET /api/admin/users/{id}`. */
export const userDetailSchema = userSummarySchema.extend({
  visitorId: z.string(),
  emailVerified: z.boolean(),
  totpEnabled: z.boolean(),
  openSessions: count,
  orders: count,
  reviews: count,
  /** What was done with this account, the newest first. */
  history: z.array(auditEntrySchema),
});
export type UserDetail = z.infer<typeof userDetailSchema>;

/** `PUT /api/admin/users/{id}/roles`: all that they have from now on; everybody is a buyer. */
export const rolesChangeSchema = z.strictObject({
  roles: z.array(z.enum(roles)).max(roles.length),
  reason: reasonSchema.default(""),
});

/** `GET /api/admin/audit`: the newest first; `next` is the `before` of the page that follows. */
export const auditListSchema = z.object({
  entries: z.array(auditEntrySchema),
  next: z.uuid().optional(),
  /** What there is to filter by. */
  resources: z.array(z.string()),
});

/** `GET /api/admin/switches`. */
export const switchListSchema = z.object({
  switches: z.array(
    z.object({
      name: switchNameSchema,
      enabled: z.boolean(),
      changedAt: instantSchema.optional(),
      changedBy: z.string().optional(),
    }),
  ),
});
export type SwitchState = z.infer<typeof switchListSchema>["switches"][number];

/** `PUT /api/admin/switches/{name}`. */
export const switchChangeSchema = z.strictObject({
  enabled: z.boolean(),
  reason: reasonSchema.default(""),
});

/** A rule as it is written: what `ruleSchema` has but its id, and whether it is on. */
const ruleDraftShape = ruleSchema.omit({ id: true }).extend({
  name: freeTextSchema(200).trim().min(1, "Give it a name"),
  startsAt: instantSchema.optional(),
  endsAt: instantSchema.optional(),
});

/** `POST /api/admin/rules`, `PUT /api/admin/rules/{id}`. */
export const ruleInputSchema = ruleDraftShape
  .extend({ active: z.boolean().default(true) })
  .superRefine(checkRule);
export type RuleInput = z.infer<typeof ruleInputSchema>;

function checkRule(rule: z.infer<typeof ruleDraftShape>, context: z.RefinementCtx): void {
  const { kind, target, position, strength, startsAt, endsAt } = rule;
  const say = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  const parts = Object.values(target).filter((part) => part !== undefined && part.length > 0);
  if (parts.length === 0) say("target", "Say which products: by id, category, brand or seller");
  if (kind === "pin" && position === undefined) say("position", "Say at which place");
  if (kind !== "pin" && position !== undefined) say("position", "Only a pin has a place");
  const moves = kind === "boost" || kind === "bury";
  if (moves && strength === undefined) say("strength", "Say how strongly");
  if (!moves && strength !== undefined) say("strength", "Only boost and bury have a strength");
  if (startsAt !== undefined && endsAt !== undefined && startsAt >= endsAt) {
    say("endsAt", "It must end after it starts");
  }
}

const ruleStateSchema = z.enum(["active", "scheduled", "over", "off"]);

export const storedRuleSchema = ruleDraftShape.extend({
  id: z.uuid(),
  active: z.boolean(),
  /** What it is at this moment. */
  state: ruleStateSchema,
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type StoredRule = z.infer<typeof storedRuleSchema>;

/** `GET /api/admin/rules`. */
export const ruleListSchema = z.object({
  rules: z.array(storedRuleSchema),
  counts: z.record(ruleKindSchema, count),
});

const cleanCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9][A-Z0-9-]{2,31}$/, "3–32 of A–Z, 0–9 and -");

const discountShape = z.strictObject({
  code: cleanCode,
  kind: z.enum(["percent", "amount", "free_shipping"]),
  /** Hundredths of a percent, or minor units; 0 for free shipping. */
  value: z.number().int().min(0).max(1_000_000_000),
  minSubtotalMinor: z.number().int().min(0).max(1_000_000_000).default(0),
  /** Absent: all of the shop. */
  categorySlug: z.string().min(1).max(64).optional(),
  startsAt: instantSchema.optional(),
  endsAt: instantSchema.optional(),
  maxUses: z.number().int().min(1).max(1_000_000_000).optional(),
  maxUsesPerCustomer: z.number().int().min(1).max(1_000_000).optional(),
  active: z.boolean().default(true),
});

/** `POST /api/admin/discounts`, `PUT /api/admin/discounts/{code}` (whose code must be the same). */
export const discountInputSchema = discountShape.superRefine((discount, context) => {
  const { kind, value, startsAt, endsAt, maxUses, maxUsesPerCustomer } = discount;
  const say = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (kind === "percent" && (value < 1 || value > 10_000)) say("value", "Between 0.01 and 100 %");
  if (kind === "amount" && value < 1) say("value", "More than nothing");
  if (kind === "free_shipping" && value !== 0) say("value", "Free shipping has no value");
  if (startsAt !== undefined && endsAt !== undefined && startsAt >= endsAt) {
    say("endsAt", "It must end after it starts");
  }
  if (maxUses !== undefined && maxUsesPerCustomer !== undefined && maxUsesPerCustomer > maxUses) {
    say("maxUsesPerCustomer", "Not more than there are in all");
  }
});
export type DiscountInput = z.infer<typeof discountInputSchema>;

export const discountStateSchema = z.enum(["active", "scheduled", "expired", "used_up", "off"]);

export const discountSchema = discountShape.extend({
  minSubtotalMinor: count,
  active: z.boolean(),
  uses: count,
  state: discountStateSchema,
  createdAt: instantSchema,
});
export type Discount = z.infer<typeof discountSchema>;

/** `GET /api/admin/discounts`. */
export const discountListSchema = page.extend({
  discounts: z.array(discountSchema),
  counts: z.record(discountStateSchema, count),
});

/** `GET /api/admin/searches`: what people search for, and what they do not find. */
export const searchReportSchema = page.extend({
  searches: z.array(
    z.object({ query: z.string(), searches: count, results: count, lastAt: instantSchema }),
  ),
  counts: z.object({ all: count, withoutResults: count }),
});

/** `GET /api/admin/overview`: how many of what wait for a person. */
export const adminOverviewSchema = z.object({
  waiting: z.object({
    ordersToShip: count,
    /** Of those, paid more than two days ago. */
    ordersLate: count,
    returnsToDecide: count,
    reviewsToRead: count,
    mailsFailed: count,
    productsSoldOut: count,
    searchesInVain: count,
    erasuresOpen: count,
    switchesOff: count,
  }),
  people: count,
  publishedProducts: count,
});
export type AdminOverview = z.infer<typeof adminOverviewSchema>;
