import { data } from "react-router";
import { PRODUCTS_PER_QUERY, QUERIES_PER_PART, sitemap } from "../server/sitemap.server.ts";
import { critical, storefrontOf } from "../server/storefront.server.ts";
import type { Route } from "./+types/sitemap-part";

export async function loader({ context, params, url }: Route.LoaderArgs): Promise<Response> {
  const { shop, api } = storefrontOf(context);
  const { origin } = url;
  if (params.part === "pages.xml") {
    const categories = shop.categories.map(({ slug }) => `${origin}/c/${slug}`);
    return sitemap("urlset", [`${origin}/`, ...categories]);
  }
  const part = Number(/^products-([1-9]\d{0,4})\.xml$/.exec(params.part)?.[1]);
  if (!Number.isInteger(part)) throw data({ code: "not_found" }, { status: 404 });
  const urls: string[] = [];
  for (let query = 0; query < QUERIES_PER_PART; query++) {
    const page = (part - 1) * QUERIES_PER_PART + query + 1;
    const list = await critical(
      api.products({ sort: "title", page, pageSize: PRODUCTS_PER_QUERY }),
    );
    urls.push(...list.items.map(({ slug }) => `${origin}/p/${slug}`));
    if (page >= list.pages) break;
  }
  if (urls.length === 0) throw data({ code: "not_found" }, { status: 404 });
  return sitemap("urlset", urls);
}
