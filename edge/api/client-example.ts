import { hc } from "hono/client";
import type { AppType } from "./areas.ts";

/**
 * An example of the typed client: it knows each route's address, request and answer from the
 * routes themselves, so that what does not fit does not compile. Puts the cheapest product that
 * fits some words into a new cart and answers the cart's cookie and what it costs.
 */
export async function fillCart(options: {
  /** Of the shop: `https://shop.example`. */
  origin: string;
  words: string;
  fetch?: typeof fetch;
}): Promise<{ cookie: string; title: string; totalMinor: number }> {
  const { api } = hc<AppType>(options.origin, options.fetch ? { fetch: options.fetch } : {});
  const found = await api.search.$get({
    query: { q: options.words, sort: "price_asc", inStock: "true" },
  });
  if (found.status !== 200) throw new Error(`the search failed: ${(await found.json()).code}`);
  const [cheapest] = (await found.json()).items;
  if (!cheapest) throw new Error("nothing fits these words");
  const looked = await api.products[":slug"].$get({ param: { slug: cheapest.slug } });
  if (looked.status !== 200) throw new Error(`it is gone: ${(await looked.json()).code}`);
  const { variants } = await looked.json();
  const variant = variants.find(({ available }) => available > 0);
  if (!variant) throw new Error(`${cheapest.title} is sold out`);
  const added = await api.cart.lines.$post({ json: { sku: variant.sku, quantity: 1 } });
  if (added.status !== 200) throw new Error(`the cart refused it: ${(await added.json()).code}`);
  const { title, priceMinor, quantity } = await added.json();
  const cookie = added.headers.getSetCookie().at(-1)?.split(";")[0] ?? "";
  return { cookie, title, totalMinor: priceMinor * quantity };
}
