import type { ProductCard } from "@slipstream/contracts/shop-api";
import type { ReactNode } from "react";
import { t } from "../language/text.ts";
import { Price } from "./price.tsx";
import { ProductPicture } from "./product-picture.tsx";
import { ShopLink } from "./shop-link.tsx";

interface ProductLineProps {
  product: Pick<ProductCard, "slug" | "title" | "image" | "tint" | "priceMinor" | "currency"> &
    Partial<Pick<ProductCard, "inStock">>;
  /** A line under the title, in place of the price. */
  note?: ReactNode;
  /** What can be done with it, at the right. */
  children?: ReactNode;
}

/** A product in a list of one's own: small picture, name, and what can be done. */
export function ProductLine({ product, note, children }: ProductLineProps) {
  const { slug, title, image, tint, priceMinor, currency, inStock } = product;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <ShopLink to={`/p/${slug}`} className="flex min-w-[14rem] flex-1 items-center gap-4">
        <ProductPicture
          image={image && { ...image, alt: "" }}
          tint={tint}
          className="w-20 shrink-0"
        />
        <span className="min-w-0">
          <span className="line-clamp-2 hover:underline hover:underline-offset-4">{title}</span>
          <span className="mt-0.5 block text-14 text-ink-soft first-letter:uppercase">
            {note ?? (
              <>
                <Price minor={priceMinor} currency={currency} />
                {inStock === false && ` · ${t("Sold out")}`}
              </>
            )}
          </span>
        </span>
      </ShopLink>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
