/**
 * A shop's own address for links in letters: its first host, with the protocol and port of `base`,
 * an address of the same installation.
 */
export function shopOrigin(shop: { hosts: readonly string[] }, base: string): string {
  const url = new URL(base);
  url.hostname = shop.hosts[0] ?? url.hostname;
  return url.origin;
}
