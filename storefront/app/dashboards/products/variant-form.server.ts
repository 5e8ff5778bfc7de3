import { moneyMinor } from "@slipstream/contracts/money-text";
import type { ProblemIssue } from "@slipstream/contracts/problems";
import {
  MAX_VARIANTS,
  type SellingVariant,
  type VariantChange,
  type VariantInput,
} from "@slipstream/contracts/selling-api";
import { formTexts } from "../../server/form-text.server.ts";
import { makeVariants, type OptionValues, valuesOf } from "./variant-maker.ts";

/** Option fields that the generator's form has. */
const OPTION_PLACES = [0, 1, 2, 3] as const;

/**
 * What was typed into the table over what stood there: only that is sent, and stock as a
 * difference, since some may have been sold while the page was open.
 */
export function changesOf(
  form: FormData,
  currency: string,
): { changes: VariantChange[]; issues: ProblemIssue[] } {
  const changes: VariantChange[] = [];
  const issues: ProblemIssue[] = [];
  for (const sku of form.getAll("sku").map(String)) {
    const names = ["price", "wasPrice", "stock", "wasStock"] as const;
    const [price, wasPrice, stock, wasStock] = names.map((name) =>
      String(form.get(`${name}.${sku}`) ?? "").trim(),
    ) as [string, string, string, string];
    const change: VariantChange = { sku };
    if (price !== wasPrice) {
      const priceMinor = moneyMinor(price, currency);
      if (priceMinor === undefined) {
        issues.push({ path: `price.${sku}`, message: `The price of ${sku} must be like 12.50` });
      } else change.priceMinor = priceMinor;
    }
    if (stock !== wasStock) {
      if (/^\d{1,8}$/.test(stock)) change.delta = Number(stock) - Number(wasStock);
      else issues.push({ path: `stock.${sku}`, message: `The stock of ${sku} must be like 12` });
    }
    if (Object.keys(change).length > 1) changes.push(change);
  }
  return { changes, issues };
}

/** The variants that the generator's form asks for, or what is wrong with it. */
export function generatedOf(
  form: FormData,
  from: { present: readonly SellingVariant[]; currency: string },
): { variants: VariantInput[] } | { issues: ProblemIssue[] } {
  const { skuStart, price, stock } = formTexts(form, "skuStart", "price", "stock");
  const issues: ProblemIssue[] = [];
  const options: OptionValues[] = [];
  for (const place of OPTION_PLACES) {
    const name = String(form.get(`name.${place}`) ?? "").trim();
    const text = String(form.get(`values.${place}`) ?? "");
    const values = valuesOf(text);
    if (name === "" && values.length === 0) continue;
    if (name === "" || values.length === 0) {
      const message = "An option needs a name and its values";
      issues.push({ path: `${name === "" ? "name" : "values"}.${place}`, message });
    } else options.push({ name: name, values });
  }
  if (options.length === 0 && issues.length === 0) {
    issues.push({ path: "name.0", message: "Name at least one option, such as Size" });
  }
  const priceMinor = moneyMinor(price, from.currency);
  if (priceMinor === undefined) {
    issues.push({ path: "price", message: "The price must be an amount such as 12.50" });
  }
  if (!/^\d{1,8}$/.test(stock)) {
    issues.push({ path: "stock", message: "The stock must be a whole number" });
  }
  if (issues.length > 0 || priceMinor === undefined) return { issues };
  const variants = makeVariants(options, {
    present: from.present,
    skuStart: skuStart.trim(),
    priceMinor,
    onHand: Number(stock),
    max: MAX_VARIANTS,
  });
  if (variants) return { variants };
  const message = `These are more than ${MAX_VARIANTS} combinations; take some values out`;
  return { issues: [{ path: "values.0", message }] };
}
