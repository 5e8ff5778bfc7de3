import type { Cart } from "@slipstream/contracts/cart-api";
import { useSyncExternalStore } from "react";
import { currentLanguage } from "../language/current.ts";
import { setPieces } from "./cart-count.ts";
import { type CartChange, withChange } from "./optimistic.ts";
import { refusalWords } from "./refusal-words.ts";

/** The cart as this tab sees it. */
interface Seen {
  /** With what is on its way to the shop; undefined while it is not known. */
  cart: Cart | undefined;
  /** Why the last change was taken back, for people. */
  problem: string | undefined;
}

/** As the shop last told it. */
let told: Cart | undefined;
/** Changes that the shop has not answered to yet, oldest first. */
let pending: CartChange[] = [];
let seen: Seen = { cart: undefined, problem: undefined };
let last: Promise<unknown> = Promise.resolve();
const listeners = new Set<() => void>();

function show(problem: string | undefined): void {
  const cart = told && pending.reduce(withChange, told);
  seen = { cart, problem };
  if (cart) setPieces(cart.count);
  for (const listener of listeners) listener();
}

/** What the page was rendered with is the first that is known. */
export function tellCart(cart: Cart): void {
  told = cart;
  show(undefined);
}

/** Asks the shop what is in the cart. */
export function loadCart(): Promise<void> {
  return ask("/api/cart");
}

/** Changes a line: shown at once, sent in its turn, taken back where the shop refuses. */
export function changeLine(change: CartChange): void {
  pending = [...pending, change];
  show(undefined);
  const path = `/api/cart/lines/${encodeURIComponent(change.sku)}`;
  const body = JSON.stringify({ quantity: change.quantity });
  void ask(path, { method: "PATCH", body }, change);
}

/** Enters a code, or takes it away. */
export function changeCode(code: string | undefined): Promise<void> {
  const path = "/api/cart/discount";
  return code === undefined
    ? ask(path, { method: "DELETE" })
    : ask(path, { method: "PUT", body: JSON.stringify({ code }) });
}

/** One after the other: the last answer is the cart. */
function ask(path: string, init: RequestInit = {}, change?: CartChange): Promise<void> {
  const work = last.then(async () => {
    const headers = { "content-type": "application/json", "accept-language": currentLanguage() };
    const response = await fetch(path, { ...init, headers }).catch(() => undefined);
    const answer = await response?.json().catch(() => undefined);
    pending = pending.filter((one) => one !== change);
    if (response?.ok) told = answer as Cart;
    show(response?.ok ? undefined : refusalWords(answer));
  });
  last = work;
  return work;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const nothing: Seen = { cart: undefined, problem: undefined };

/** The cart, and every change of it. */
export function useSeenCart(): Seen {
  return useSyncExternalStore(
    subscribe,
    () => seen,
    () => nothing,
  );
}
