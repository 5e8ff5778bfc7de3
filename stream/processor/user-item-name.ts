import { keys } from "@slipstream/contracts/keys";

/** What no id has, and no key. */
const MARK = "/";

/** How a visitor's item is named in memory: by its hash in Redis, then its field. */
export function userItemName(of: { shop: string; visitorId: string; itemId: string }): string {
  return `${keys.userItems(of.shop, of.visitorId)}${MARK}${of.itemId}`;
}

/** The hash and the field of a name. */
export function placeOfUserItem(name: string): { key: string; field: string } {
  const at = name.indexOf(MARK);
  return { key: name.slice(0, at), field: name.slice(at + 1) };
}
