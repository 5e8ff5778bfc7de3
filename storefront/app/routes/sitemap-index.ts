import { answerOf } from "../server/answer.server.ts";
import { sitemap } from "../server/sitemap.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import type { Route } from "./+types/sitemap-index";

export async function loader({ context, url }: Route.LoaderArgs): Promise<Response> {
  const { products } = storefrontOf(context).client.api;
  const { pages } = await answerOf(products.changes.$get({ query: {} }));
  const parts = Array.from({ length: pages }, (_, part) => `products-${part + 1}`);
  return sitemap(
    "sitemapindex",
    ["pages", ...parts].map((part) => ({ url: `${url.origin}/sitemap/${part}.xml` })),
  );
}
