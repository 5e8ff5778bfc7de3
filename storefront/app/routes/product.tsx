import type { ProductDetail, ShopInfo } from "@slipstream/contracts/shop-api";
import { useState } from "react";
import { redirect, useLocation } from "react-router";
import { hrefOf } from "../language/current.ts";
import { t } from "../language/text.ts";
import { BecauseRail } from "../rail/because-rail.tsx";
import { PageRail } from "../rail/page-rail.tsx";
import { Together } from "../rail/together.tsx";
import { RecentPlace } from "../recent/recent-place.tsx";
import { productReviews } from "../reviews/product-reviews.server.ts";
import { ProductReviews } from "../reviews/product-reviews.tsx";
import { pageRails } from "../server/page-rails.server.ts";
import { critical, storefrontOf } from "../server/storefront.server.ts";
import { useProductView } from "../tracking/use-product-view.ts";
import { Breadcrumbs } from "../ui/breadcrumbs.tsx";
import { Gallery } from "../ui/gallery.tsx";
import { pageMeta } from "../ui/page-meta.ts";
import { ProductFacts } from "../ui/product-facts.tsx";
import { productSchema } from "../ui/product-schema.ts";
import { breadcrumbSchema } from "../ui/site-schema.ts";
import { openingOf, pictureOf } from "../ui/variants.ts";
import type { Route } from "./+types/product";

export async function loader({ context, params }: Route.LoaderArgs) {
  const storefront = storefrontOf(context);
  const found = await critical(storefront.api.product(params.slug));
  const product = { ...found, categoryPath: named(found.categoryPath, storefront.shop) };
  if (product.slug !== params.slug) throw redirect(`/p/${product.slug}`, 301);
  const { itemId } = product;
  const reviews = productReviews(storefront, product);
  const rails = await pageRails(storefront, [
    { key: "because", placement: "because_you_viewed", itemId, limit: 12 },
    { key: "together", placement: "bought_together", itemId, limit: 3 },
    { key: "similar", placement: "similar", itemId, limit: 24 },
  ]);
  if (!storefront.streamed) await reviews;
  return { product, reviews, ...rails };
}

/** Categories as the page's language calls them. */
function named(
  path: ProductDetail["categoryPath"],
  { categories }: ShopInfo,
): ProductDetail["categoryPath"] {
  return path.map((step) => ({
    ...step,
    name: categories.find(({ slug }) => slug === step.slug)?.name ?? step.name,
  }));
}

export function meta({ loaderData, matches }: Route.MetaArgs) {
  if (!loaderData) return [];
  const { shop, origin } = matches[0].loaderData;
  const { product } = loaderData;
  const url = `${origin}/p/${product.slug}`;
  const image = product.images[0] ?? product.image;
  const way = product.categoryPath.map(({ slug, name }) => ({ name, to: `/c/${slug}` }));
  return [
    ...pageMeta({
      title: `${product.title} · ${shop.name}`,
      description: product.description || product.title,
      url,
      type: "product",
      image: image && `${origin}${image.url}`,
    }),
    {
      "script:ld+json": productSchema(product, {
        url: origin + hrefOf(`/p/${product.slug}`),
        origin,
        shop,
      }),
    },
    { "script:ld+json": breadcrumbSchema([...way, { name: product.title }], origin) },
  ];
}

export default function ProductPage({ loaderData }: Route.ComponentProps) {
  const { product, reviews, because, together, similar } = loaderData;
  const { itemId, categoryPath } = product;
  useProductView(itemId, useLocation());
  return (
    <>
      <div className="page pt-6 md:pt-8">
        <Breadcrumbs trail={categoryPath.map(({ slug, name }) => ({ name, to: `/c/${slug}` }))} />
        <Product key={itemId} product={product} />
      </div>
      <ProductReviews product={product} reviews={reviews} />
      <div className="page mt-16 space-y-16 md:mt-26 md:space-y-26">
        <BecauseRail itemId={itemId} initial={because} around={[together, similar]} />
        <Together product={product} companions={together} />
        <PageRail
          spec={{ name: "similar", placement: "similar", itemId, limit: 24 }}
          initial={similar}
          title={() => t("Similar")}
          spoken={() => t("{rail} has changed", { rail: t("Similar") })}
        />
      </div>
      <RecentPlace product={product} />
    </>
  );
}

/** The pictures and the facts; what is chosen here is seen there. */
function Product({ product }: { product: ProductDetail }) {
  const { images, image, tint, title, variants } = product;
  const pictures = images.length > 0 ? images : image ? [image] : [];
  const opening = openingOf(variants);
  const [place, setPlace] = useState(() =>
    opening === variants[0] ? 0 : (pictureOf(pictures, opening?.options ?? {}) ?? 0),
  );
  return (
    <div className="mt-4 grid gap-x-10 gap-y-8 md:mt-6 md:grid-cols-2 lg:grid-cols-[minmax(0,6fr)_minmax(0,5fr)] lg:gap-x-16">
      <Gallery images={pictures} place={place} onPlace={setPlace} tint={tint} title={title} />
      <ProductFacts
        product={product}
        onChoose={(chosen) => setPlace(pictureOf(pictures, chosen) ?? place)}
      />
    </div>
  );
}
