import type { Category } from "@slipstream/contracts/shop-api";
import { data, redirect } from "react-router";
import { t } from "../language/text.ts";
import { pageOf, sortOf } from "../list-query.ts";
import { chosenFilters, isNarrowed } from "../search/filter-params.ts";
import { NarrowedList } from "../search/narrowed-list.tsx";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { useShop } from "../shop.ts";
import { Breadcrumbs } from "../ui/breadcrumbs.tsx";
import { ChipLink } from "../ui/link.tsx";
import { pageMeta } from "../ui/page-meta.ts";
import { breadcrumbSchema } from "../ui/site-schema.ts";
import type { Route } from "./+types/category";

const MAX_PAGE = 500;
const sorts = ["newest", "price_asc", "price_desc", "title"] as const;

export async function loader({ context, params, url }: Route.LoaderArgs) {
  const { shop, client } = storefrontOf(context);
  const category = shop.categories.find(({ slug }) => slug === params.slug);
  if (!category) {
    const moved = await answerOf(
      client.api.categories[":slug"].$get({ param: { slug: params.slug } }),
    );
    if (moved.slug === params.slug) throw data({ code: "unknown_category" }, { status: 404 });
    throw redirect(`/c/${moved.slug}${url.search}`, 301);
  }
  const asked = url.searchParams;
  const sort = sortOf(asked, "newest");
  const list = await answerOf(
    client.api.search.$get({
      query: {
        within: category.slug,
        ...chosenFilters(asked),
        sort,
        page: String(Math.min(pageOf(asked), MAX_PAGE)),
      },
    }),
  );
  return { category, sort, list };
}

export function meta({ loaderData, matches, location }: Route.MetaArgs) {
  if (!loaderData) return [];
  const { shop, origin } = matches[0].loaderData;
  const { category, list } = loaderData;
  const tags = pageMeta({
    title: `${category.name} · ${shop.name}`,
    description:
      category.description ||
      t("{category} at {shop}", { category: category.name, shop: shop.name }),
    url: `${origin}/c/${category.slug}${list.page > 1 ? `?page=${list.page}` : ""}`,
    image: category.image && `${origin}${category.image.url}`,
  });
  if (isNarrowed(new URLSearchParams(location.search))) {
    return [...tags, { name: "robots", content: "noindex" }];
  }
  const way = [...trailOf(category, shop.categories), { name: category.name }];
  return [...tags, { "script:ld+json": breadcrumbSchema(way, origin) }];
}

export default function CategoryPage({ loaderData }: Route.ComponentProps) {
  const { category, sort, list } = loaderData;
  const { slug, name, description } = category;
  const { categories } = useShop();
  const children = categories.filter(({ parentSlug }) => parentSlug === slug);
  return (
    <div className="page pt-8 md:pt-10">
      <Breadcrumbs trail={trailOf(category, categories)} />
      <h1 className="mt-4 text-40 md:text-64">{name}</h1>
      {description && <p className="measure mt-4 text-20 text-ink-soft">{description}</p>}
      {children.length > 0 && (
        <ul className="mt-6 flex flex-wrap gap-2">
          {children.map((child) => (
            <li key={child.slug}>
              <ChipLink to={`/c/${child.slug}`}>{child.name}</ChipLink>
            </li>
          ))}
        </ul>
      )}
      <NarrowedList key={slug} list={list} sort={sort} sorts={sorts} />
    </div>
  );
}

/** From the shop's door to the category's parent. */
function trailOf(
  category: Category,
  categories: readonly Pick<Category, "slug" | "name" | "parentSlug">[],
) {
  const trail = [];
  let parent = categories.find(({ slug }) => slug === category.parentSlug);
  // A category is at most a few levels deep; the bound guards against a loop in bad data.
  for (let depth = 0; parent && depth < 8; depth++) {
    trail.unshift({ name: parent.name, to: `/c/${parent.slug}` });
    const up: string | undefined = parent.parentSlug;
    parent = categories.find(({ slug }) => slug === up);
  }
  return [{ name: t("Shop"), to: "/" }, ...trail];
}
