import { ProblemError } from "@slipstream/contracts/problems";
import {
  MAX_TERMS,
  type ManagedShipping,
  type ManagedTax,
  type ShippingMethodInput,
  type TaxPlace,
  type TaxRateInput,
} from "@slipstream/contracts/terms-api";
import { currencyRates, shippingMethods, taxRates } from "@slipstream/migrations/schema";
import { and, asc, eq } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { asOffered } from "../pricing/as-offered.ts";
import { requireCategory } from "./require-category.ts";

/* Orders keep what they were asked for: a change here holds for the next ones. */

/** The shop whose terms they are, and who changes them. */
interface Keeper {
  shop: string;
  principal: Principal;
}

/** The shop's ways of delivery, in the order in which they are offered. */
export async function listShipping(
  transaction: ShopTransaction,
  shop: string,
): Promise<ManagedShipping[]> {
  const rows = await transaction
    .select()
    .from(shippingMethods)
    .where(eq(shippingMethods.shopId, shop))
    .orderBy(...asOffered);
  return rows.map(({ shopId: _, ...method }) => method);
}

/** Makes a way of delivery, or changes the one of this id. Throws `conflict` where there are too many. */
export async function putShipping(
  transaction: ShopTransaction,
  { shop, principal }: Keeper,
  { id, input }: { id: string; input: ShippingMethodInput },
): Promise<ManagedShipping> {
  const methods = await listShipping(transaction, shop);
  const before = methods.find((method) => method.id === id);
  refuseTooMany(methods, before);
  await transaction
    .insert(shippingMethods)
    .values({ shopId: shop, id, ...input })
    .onConflictDoUpdate({ target: [shippingMethods.shopId, shippingMethods.id], set: input });
  const after = { id, ...input };
  await tell(transaction, { shop, principal }, "shipping_method", { id, before, after });
  return after;
}

/** Throws `not_found`. */
export async function deleteShipping(
  transaction: ShopTransaction,
  keeper: Keeper,
  id: string,
): Promise<void> {
  const [gone] = await transaction
    .delete(shippingMethods)
    .where(and(eq(shippingMethods.shopId, keeper.shop), eq(shippingMethods.id, id)))
    .returning();
  if (!gone) throw new ProblemError("not_found");
  const { shopId: _, ...before } = gone;
  await tell(transaction, keeper, "shipping_method", { id, before });
}

/** The shop's taxes, by country, region and category. */
export async function listTaxes(transaction: ShopTransaction, shop: string): Promise<ManagedTax[]> {
  const rows = await transaction
    .select()
    .from(taxRates)
    .where(eq(taxRates.shopId, shop))
    .orderBy(asc(taxRates.country), asc(taxRates.region), asc(taxRates.categorySlug));
  return rows.map(({ shopId: _, ...rate }) => rate);
}

/** Sets the rate of a place and category. Throws `invalid_request` for a category that is not there. */
export async function putTax(
  transaction: ShopTransaction,
  keeper: Keeper,
  input: TaxRateInput,
): Promise<ManagedTax> {
  const { shop } = keeper;
  await requireCategory(transaction, shop, input.categorySlug || undefined);
  const rates = await listTaxes(transaction, shop);
  const id = nameOf(input);
  const before = rates.find((rate) => nameOf(rate) === id);
  refuseTooMany(rates, before);
  const { name, translations, rateBasisPoints, included } = input;
  await transaction
    .insert(taxRates)
    .values({ shopId: shop, ...input })
    .onConflictDoUpdate({
      target: [taxRates.shopId, taxRates.country, taxRates.region, taxRates.categorySlug],
      set: { name, translations, rateBasisPoints, included },
    });
  await tell(transaction, keeper, "tax_rate", { id, before, after: input });
  return input;
}

/** Throws `not_found`. */
export async function deleteTax(
  transaction: ShopTransaction,
  keeper: Keeper,
  place: TaxPlace,
): Promise<void> {
  const [gone] = await transaction
    .delete(taxRates)
    .where(
      and(
        eq(taxRates.shopId, keeper.shop),
        eq(taxRates.country, place.country),
        eq(taxRates.region, place.region),
        eq(taxRates.categorySlug, place.categorySlug),
      ),
    )
    .returning();
  if (!gone) throw new ProblemError("not_found");
  const { shopId: _, ...before } = gone;
  await tell(transaction, keeper, "tax_rate", { id: nameOf(place), before });
}

/** What one unit of the shop's currency is shown as in others, by their codes. */
export function listCurrencies(
  transaction: ShopTransaction,
  shop: string,
): Promise<{ currency: string; rate: number }[]> {
  return transaction
    .select({ currency: currencyRates.currency, rate: currencyRates.rate })
    .from(currencyRates)
    .where(eq(currencyRates.shopId, shop))
    .orderBy(asc(currencyRates.currency));
}

/** Throws `invalid_request` for the shop's own currency. */
export async function putCurrency(
  transaction: ShopTransaction,
  keeper: Keeper & { currency: string },
  { currency, rate }: { currency: string; rate: number },
): Promise<void> {
  const { shop } = keeper;
  if (currency === keeper.currency) {
    const message = "Prices are in this currency already";
    throw new ProblemError("invalid_request", { issues: [{ path: "currency", message }] });
  }
  const known = await listCurrencies(transaction, shop);
  const before = known.find((one) => one.currency === currency);
  const values = { rate, updatedAt: new Date() };
  await transaction
    .insert(currencyRates)
    .values({ shopId: shop, currency, ...values })
    .onConflictDoUpdate({ target: [currencyRates.shopId, currencyRates.currency], set: values });
  await tell(transaction, keeper, "currency_rate", { id: currency, before, after: { rate } });
}

/** Throws `not_found`. */
export async function deleteCurrency(
  transaction: ShopTransaction,
  keeper: Keeper,
  currency: string,
): Promise<void> {
  const [gone] = await transaction
    .delete(currencyRates)
    .where(and(eq(currencyRates.shopId, keeper.shop), eq(currencyRates.currency, currency)))
    .returning({ rate: currencyRates.rate });
  if (!gone) throw new ProblemError("not_found");
  await tell(transaction, keeper, "currency_rate", { id: currency, before: gone });
}

function refuseTooMany(known: readonly unknown[], before: unknown): void {
  if (before !== undefined || known.length < MAX_TERMS) return;
  throw new ProblemError("conflict", { detail: `a shop holds ${MAX_TERMS} of them` });
}

/** `DE`, `US NY`, `DE food`: what the audit calls a rate. */
function nameOf({ country, region, categorySlug }: TaxPlace): string {
  return [country, region, categorySlug].filter((part) => part !== "").join(" ");
}

function tell(
  transaction: ShopTransaction,
  { shop, principal }: Keeper,
  resource: string,
  change: { id: string; before?: unknown; after?: unknown },
): Promise<void> {
  const { id, before, after } = change;
  const action = before === undefined ? "create" : after === undefined ? "delete" : "change";
  const states = { ...(before ? { before } : {}), ...(after ? { after } : {}) };
  return writeAudit(transaction, shop, { principal, action, resource, resourceId: id, ...states });
}
