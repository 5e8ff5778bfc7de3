import { MEMBER_COOKIE } from "@slipstream/contracts/cookies";

/** What the member keeps for later; undefined for guests, and while it is not known. */
let itemIds: Set<string> | undefined;
/** Who is asked again when somebody signs in or out. */
let askedAs: boolean | undefined;
const listeners = new Set<() => void>();

function isMember(): boolean {
  return document.cookie.includes(`${MEMBER_COOKIE}=1`);
}

function change(next: Set<string> | undefined): void {
  itemIds = next;
  for (const listener of listeners) listener();
}

async function ask(): Promise<void> {
  askedAs = isMember();
  if (!askedAs) return change(undefined);
  const response = await fetch("/api/wishlist/ids").catch(() => undefined);
  if (!response?.ok) return change(undefined);
  const { itemIds } = (await response.json()) as { itemIds: string[] };
  change(new Set(itemIds));
}

/** Tells of every change; asks the shop when the first heart of a page wants to know. */
export function subscribeToWishes(listener: () => void): () => void {
  listeners.add(listener);
  if (askedAs !== isMember()) void ask();
  return () => listeners.delete(listener);
}

export function isWished(itemId: string): boolean {
  return itemIds?.has(itemId) ?? false;
}

/**
 * Keeps the product, or lets it go; seen at once, and taken back where the shop did not take it.
 * False for guests, who have to sign in first.
 */
export async function toggleWish(itemId: string): Promise<boolean> {
  if (!isMember()) return false;
  const before = itemIds ?? new Set();
  const wished = before.has(itemId);
  const next = new Set(before);
  if (wished) next.delete(itemId);
  else next.add(itemId);
  change(next);
  const path = `/api/wishlist/${encodeURIComponent(itemId)}`;
  const response = await fetch(path, { method: wished ? "DELETE" : "PUT" }).catch(() => undefined);
  if (!response?.ok) change(before);
  return response?.status !== 401;
}
