import type { Category, ProductCard as Product } from "@slipstream/contracts/shop-api";
import { Suspense } from "react";
import { t } from "../language/text.ts";
import { BecauseRail } from "../rail/because-rail.tsx";
import { ForYouRail } from "../rail/for-you-rail.tsx";
import { pageRails } from "../server/page-rails.server.ts";
import { critical, storefrontOf } from "../server/storefront.server.ts";
import { pageMeta } from "../ui/page-meta.ts";
import { ProductCard, ProductGrid } from "../ui/product-card.tsx";
import { ProductPicture } from "../ui/product-picture.tsx";
import { ShopLink } from "../ui/shop-link.tsx";
import { siteSchema } from "../ui/site-schema.ts";
import type { Route } from "./+types/home";

/** New products are asked for generously, so that the opening can choose unlike ones. */
const NEWEST = 48;
const OPENING = 3;
const NEW_SHOWN = 8;

export async function loader({ context }: Route.LoaderArgs) {
  const storefront = storefrontOf(context);
  const [{ items }, rails] = await Promise.all([
    critical(storefront.api.products({ sort: "newest", pageSize: NEWEST })),
    pageRails(storefront, [{ key: "popular", placement: "trending", limit: 12 }]),
  ]);
  const opening = unlike(items, OPENING);
  const fresh = items.filter((item) => !opening.includes(item));
  const roots = storefront.shop.categories.filter(({ parentSlug }) => parentSlug === undefined);
  return { opening, fresh: unlike(fresh, NEW_SHOWN), popular: rails.popular, roots };
}

/** The first `count` products no two of which share a ground, then the rest to fill up. */
function unlike(items: readonly Product[], count: number): Product[] {
  const tints = new Set<string>();
  const first = items.filter(({ tint }) => !tints.has(tint) && tints.add(tint));
  return [...first, ...items.filter((item) => !first.includes(item))].slice(0, count);
}

export function meta({ loaderData, matches }: Route.MetaArgs) {
  const { shop, origin } = matches[0].loaderData;
  const image = loaderData?.opening[0]?.image;
  const tags = pageMeta({
    title: shop.name,
    description: `${shop.name}: ${shop.categories.map(({ name }) => name).join(", ")}. The shelves follow what you look at, and say why.`,
    url: `${origin}/`,
    image: image && `${origin}${image.url}`,
  });
  return [...tags, { "script:ld+json": siteSchema({ name: shop.name, origin }) }];
}

export default function Home({ loaderData }: Route.ComponentProps) {
  const { opening, fresh, popular, roots } = loaderData;
  return (
    <>
      <Opening products={opening} />
      <div className="page mt-16 space-y-16 md:mt-26 md:space-y-26">
        <ForYouRail initial={popular} />
        <div className="needs-script">
          <BecauseRail />
        </div>
        <Suspense>
          <Categories roots={roots} />
        </Suspense>
        <section aria-labelledby="new">
          <h2 id="new" className="mb-6 text-20 md:mb-10 md:text-28">
            {t("New")}
          </h2>
          <ProductGrid products={fresh} className="md:max-lg:[&>:nth-child(n+7)]:hidden" />
        </section>
      </div>
    </>
  );
}

/** One sentence and three products. */
function Opening({ products: [first, ...others] }: { products: readonly Product[] }) {
  return (
    <div className="page grid gap-x-6 gap-y-10 pt-10 md:grid-cols-12 md:pt-16">
      <h1 className="text-40 md:col-span-12 md:text-64 lg:col-span-5 lg:self-center lg:pr-10">
        {t("Look around. The shelves follow.")}
      </h1>
      {first && (
        <div className="grid grid-cols-2 gap-4 md:col-span-12 md:grid-cols-3 md:gap-6 lg:col-span-7">
          <div className="col-span-2">
            <ProductCard product={first} eager stretch />
          </div>
          <div className="col-span-2 grid grid-cols-2 gap-4 md:col-span-1 md:grid-cols-1">
            {others.map((product) => (
              <ProductCard key={product.itemId} product={product} eager />
            ))}
          </div>
        </div>
      )}
    </div>
  );
}

function Categories({ roots }: { roots: readonly Category[] }) {
  return (
    <section aria-labelledby="categories">
      <h2 id="categories" className="mb-6 text-20 md:mb-10 md:text-28">
        {t("Around the shop")}
      </h2>
      <ul className="grid grid-cols-3 gap-x-4 gap-y-6 md:grid-cols-6 md:gap-x-6">
        {roots.map((category) => (
          <CategoryTile key={category.slug} category={category} />
        ))}
      </ul>
    </section>
  );
}

function CategoryTile({
  category: { slug, name, tint, image, productCount },
}: {
  category: Category;
}) {
  return (
    <li>
      <ShopLink to={`/c/${slug}`} viewTransition className="card block">
        <ProductPicture image={image && { url: image.url, alt: "" }} tint={tint} />
        <span className="mt-2 flex flex-wrap items-baseline justify-between gap-x-2 text-14">
          {name}
          <span className="figures hidden text-12 text-ink-faint lg:inline">{productCount}</span>
        </span>
      </ShopLink>
    </li>
  );
}
