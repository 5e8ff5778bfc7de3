import type { Category } from "@slipstream/contracts/shop-api";
import { data } from "react-router";
import { pageOf, sortOf } from "../list-query.ts";
import { critical, storefrontOf } from "../server/storefront.server.ts";
import { useShop } from "../shop.ts";
import { Breadcrumbs } from "../ui/breadcrumbs.tsx";
import { ChipLink } from "../ui/link.tsx";
import { Notice } from "../ui/notice.tsx";
import { pageMeta } from "../ui/page-meta.ts";
import { Pagination } from "../ui/pagination.tsx";
import { ProductGrid } from "../ui/product-card.tsx";
import { SortBox } from "../ui/sort-box.tsx";
import type { Route } from "./+types/category";

const PAGE_SIZE = 24;
const FIRST_ROW = 4;

export async function loader({ context, params, url }: Route.LoaderArgs) {
  const { shop, api } = storefrontOf(context);
  const category = shop.categories.find(({ slug }) => slug === params.slug);
  if (!category) throw data({ code: "unknown_category" }, { status: 404 });
  const sort = sortOf(url.searchParams, "newest");
  const page = pageOf(url.searchParams);
  const list = await critical(
    api.products({ category: category.slug, sort, page, pageSize: PAGE_SIZE }),
  );
  return { category, sort, list };
}

export function meta({ loaderData, matches }: Route.MetaArgs) {
  if (!loaderData) return [];
  const { shop, origin } = matches[0].loaderData;
  const { category, list } = loaderData;
  return pageMeta({
    title: `${category.name} · ${shop.name}`,
    description: category.description || `${category.name} at ${shop.name}`,
    url: `${origin}${listUrl(category.slug, "newest", list.page)}`,
    image: category.image && `${origin}${category.image.url}`,
  });
}

function listUrl(slug: string, sort: string, page: number): string {
  const params = new URLSearchParams();
  if (sort !== "newest") params.set("sort", sort);
  if (page > 1) params.set("page", String(page));
  return `/c/${slug}${params.size > 0 ? `?${params}` : ""}`;
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
      <div className="mt-10 mb-6 flex flex-wrap items-center justify-between gap-4">
        <p className="figures text-14 text-ink-soft">
          {list.total === 1 ? "1 product" : `${list.total} products`}
        </p>
        <SortBox value={sort} options={["newest", "price_asc", "price_desc", "title"]} />
      </div>
      {list.items.length > 0 ? (
        <ProductGrid products={list.items} eager={FIRST_ROW} />
      ) : (
        <Notice title="Nothing here at the moment">Please look in a neighbouring category.</Notice>
      )}
      <Pagination page={list.page} pages={list.pages} to={(page) => listUrl(slug, sort, page)} />
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
  return [{ name: "Shop", to: "/" }, ...trail];
}
