import type { Currencies } from "@slipstream/contracts/cart-api";
import { CURRENCY_COOKIE } from "@slipstream/contracts/cookies";
import { useSyncExternalStore } from "react";
import { rich } from "../language/text.ts";
import { Price } from "../ui/price.tsx";
import { converted } from "./convert.ts";

let known: Currencies | undefined;
let asked = false;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!asked && chosenCurrency() !== undefined) {
    asked = true;
    void ask();
  }
  return () => listeners.delete(listener);
}

async function ask(): Promise<void> {
  const response = await fetch("/api/currencies").catch(() => undefined);
  if (!response?.ok) return;
  known = (await response.json()) as Currencies;
  for (const listener of listeners) listener();
}

function chosenCurrency(): string | undefined {
  return new RegExp(`(?:^|; )${CURRENCY_COOKIE}=([A-Z]{3})`).exec(document.cookie)?.[1];
}

/** About how much it is in the currency that somebody chose; what is paid is the shop's own. */
export function OtherCurrency({ minor }: { minor: number }) {
  const rates = useSyncExternalStore(
    subscribe,
    () => known,
    () => undefined,
  );
  if (!rates) return null;
  const currency = chosenCurrency();
  const rate = rates.rates.find((one) => one.currency === currency);
  if (!rate) return null;
  const amount = converted(minor, { from: rates.currency, ...rate });
  return (
    <span className="block text-14 text-ink-soft">
      {rich("about {price}", { price: <Price minor={amount} currency={rate.currency} /> })}
    </span>
  );
}
