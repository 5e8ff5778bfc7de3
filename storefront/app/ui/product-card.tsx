import type { ProductCard as Product } from "@slipstream/contracts/shop-api";
import { type MouseEvent, Suspense } from "react";
import { catalogueLanguage } from "../language/current.ts";
import { t } from "../language/text.ts";
import { Heart } from "../wishlist/heart.tsx";
import { movePicture } from "./moving-picture.ts";
import { Price } from "./price.tsx";
import { ProductPicture } from "./product-picture.tsx";
import { ShopLink } from "./shop-link.tsx";
import { starText } from "./stars.tsx";

interface ProductCardProps {
  /** The picture fills the height that its place gives it. */
  stretch?: boolean;
  product: Pick<Product, "slug" | "title" | "priceMinor" | "currency" | "image" | "tint"> &
    Partial<Pick<Product, "inStock" | "isNew" | "rating" | "translated">>;
  eager?: boolean;
  /** Remembers where the click came from. */
  state?: unknown;
  onClick?: () => void;
}

/** Picture, name, price: the whole card is one link. */
export function ProductCard({ product, eager, stretch, state, onClick }: ProductCardProps) {
  const click = ({ currentTarget }: MouseEvent) => {
    movePicture(currentTarget);
    onClick?.();
  };
  return (
    <ShopLink
      to={`/p/${product.slug}`}
      state={state}
      onClick={click}
      viewTransition
      className={`card ${stretch ? "flex h-full flex-col" : "block"}`}
    >
      <ProductPicture
        image={product.image}
        tint={product.tint}
        eager={eager}
        className={stretch ? "stretched flex-1" : ""}
      />
      <span className="mt-3 block min-h-[3lh] text-14">
        <span
          lang={catalogueLanguage(product.translated)}
          className="line-clamp-2 break-words [html:lang(de)_&]:hyphens-auto"
        >
          {product.title}
        </span>
        <span className="mt-0.5 flex flex-wrap items-baseline gap-x-2 text-ink-soft">
          <Price minor={product.priceMinor} currency={product.currency} />
          {product.rating && <Rating {...product.rating} />}
          {product.inStock === false && <span className="text-12">{t("Sold out")}</span>}
          {product.isNew && product.inStock !== false && (
            <span className="text-12">{t("New")}</span>
          )}
        </span>
      </span>
    </ShopLink>
  );
}

function Rating({ average, count }: NonNullable<Product["rating"]>) {
  return (
    <span className="figures text-12 whitespace-nowrap">
      <span aria-hidden="true">
        ★ {starText(average)} ({count})
      </span>
      <span className="sr-only">
        {t("{rating} of 5 from {count} review|{rating} of 5 from {count} reviews", {
          rating: starText(average),
          count,
        })}
      </span>
    </span>
  );
}

interface ProductGridProps {
  products: readonly Product[];
  /** How many pictures are above the fold. */
  eager?: number;
  className?: string;
}

/** Cards in 4, 3 or 2 columns; each wakes up by itself, so that a tap need not wait for all of them. */
export function ProductGrid({ products, eager = 0, className = "" }: ProductGridProps) {
  return (
    <ul
      className={`grid grid-cols-2 gap-x-4 gap-y-10 md:grid-cols-3 md:gap-x-6 lg:grid-cols-4 ${className}`}
    >
      {products.map((product, place) => (
        <li key={product.itemId} className="relative">
          <Suspense>
            <ProductCard product={product} eager={place < eager} />
            <Heart product={product} className="absolute top-1 right-1" />
          </Suspense>
        </li>
      ))}
    </ul>
  );
}
