/* Amounts as people write them. Free of dependencies. */

import { currencyDigits } from "./currency-digits.ts";

/** Minor units as people write them: 1250 is `12.50`. */
export function moneyText(minor: number, currency: string): string {
  const decimals = currencyDigits(currency);
  if (decimals === 0) return String(minor);
  const digits = String(minor).padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** What people write as minor units, exactly; a comma is a decimal point. Undefined for no price. */
export function moneyMinor(text: string, currency: string): number | undefined {
  const decimals = currencyDigits(currency);
  const [, whole, part = ""] = /^(\d{1,10})(?:[.,](\d+))?$/.exec(text.trim()) ?? [];
  if (whole === undefined || part.length > decimals) return undefined;
  return Number(whole + part.padEnd(decimals, "0"));
}
