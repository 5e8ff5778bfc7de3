import type { AddedBundle, AddedLine, AddLine } from "@slipstream/contracts/cart-api";
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
export function addToCart(line: AddLine): Promise<string | undefined> {
  return add("/api/cart/lines", line, line.quantity);
}

/** The same with several: all of them go in, or none. */
export function addBundle(lines: readonly AddLine[]): Promise<string | undefined> {
  const quantity = lines.reduce((sum, line) => sum + line.quantity, 0);
  return add("/api/cart/bundles", { lines }, quantity);
}

async function add(path: string, body: unknown, quantity: number): Promise<string | undefined> {
  const before = pieces ?? 0;
  setPieces(before + quantity);
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (response?.ok) {
    const { count }: AddedLine | AddedBundle = await response.json();
    setPieces(count);
    return undefined;
  }
  setPieces(before);
  return refusalWords(await response?.json().catch(() => undefined));
}
