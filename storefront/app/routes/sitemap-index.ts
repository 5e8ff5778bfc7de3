import { PRODUCTS_PER_PART, sitemap } from "../server/sitemap.server.ts";
import { critical, storefrontOf } from "../server/storefront.server.ts";
import type { Route } from "./+types/sitemap-index";

export async function loader({ context, url }: Route.LoaderArgs): Promise<Response> {
  const { api } = storefrontOf(context);
  const { total } = await critical(api.products({ pageSize: 1 }));
  const parts = Math.ceil(total / PRODUCTS_PER_PART);
  const products = Array.from({ length: parts }, (_, part) => `products-${part + 1}`);
  return sitemap(
    "sitemapindex",
    ["pages", ...products].map((part) => `${url.origin}/sitemap/${part}.xml`),
  );
}
