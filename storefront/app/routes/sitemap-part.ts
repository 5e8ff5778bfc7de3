import { data } from "react-router";
import { answerOf } from "../server/answer.server.ts";
import { sitemap } from "../server/sitemap.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import type { Route } from "./+types/sitemap-part";

export async function loader({ context, params, url }: Route.LoaderArgs): Promise<Response> {
  const { shop, client } = storefrontOf(context);
  const { origin } = url;
  if (params.part === "pages.xml") {
    const categories = shop.categories.map(({ slug }) => ({ url: `${origin}/c/${slug}` }));
    return sitemap("urlset", [{ url: `${origin}/` }, { url: `${origin}/live` }, ...categories]);
  }
  const page = /^products-([1-9]\d{0,4})\.xml$/.exec(params.part)?.[1];
  if (page === undefined) throw data({ code: "not_found" }, { status: 404 });
  const { items } = await answerOf(client.api.products.changes.$get({ query: { page } }));
  if (items.length === 0) throw data({ code: "not_found" }, { status: 404 });
  return sitemap(
    "urlset",
    items.map(({ slug, changedAt }) => ({ url: `${origin}/p/${slug}`, changedAt })),
  );
}
