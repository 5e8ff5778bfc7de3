import type { AddedLine, AddLine } from "@slipstream/contracts/cart-api";
import { refusalWords } from "./refusal-words.ts";

/** Pieces in the cart; undefined while nobody has said. */
let pieces: number | undefined;
let asked = false;
const listeners = new Set<() => void>();

export function setPieces(count: number): void {
  pieces = count;
  for (const listener of listeners) listener();
}

/** Tells of every change; asks the shop when the first of a page wants to know. */
export function subscribeToPieces(listener: () => void): () => void {
  listeners.add(listener);
  if (!asked) {
    asked = true;
    void ask();
  }
  return () => listeners.delete(listener);
}

export function piecesInCart(): number {
  return pieces ?? 0;
}

async function ask(): Promise<void> {
  const response = await fetch("/api/session").catch(() => undefined);
  if (!response?.ok) return;
  const { cartCount } = (await response.json()) as { cartCount: number };
  if (pieces === undefined) setPieces(cartCount);
}

/**
 * Puts something into the cart: counted at once, and taken back where the shop refuses. Answers why
 * it did, in words for people; undefined when all is well.
 */
export async function addToCart(line: AddLine): Promise<string | undefined> {
  const before = pieces ?? 0;
  setPieces(before + line.quantity);
  const response = await fetch("/api/cart/lines", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(line),
  }).catch(() => undefined);
  if (response?.ok) {
    setPieces(((await response.json()) as AddedLine).count);
    return undefined;
  }
  setPieces(before);
  return refusalWords(await response?.json().catch(() => undefined));
}
