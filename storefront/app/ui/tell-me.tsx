import type { ProductDetail } from "@slipstream/contracts/shop-api";
import { t } from "../language/text.ts";
import { ChipLink, TextLink } from "./link.tsx";

interface TellMeProps {
  product: Pick<ProductDetail, "slug">;
  /** The one that is chosen; undefined where that combination does not exist. */
  variant: ProductDetail["variants"][number] | undefined;
}

/** Leads to where one asks to be told: that it is back, or that it costs less. */
export function TellMe({ product, variant }: TellMeProps) {
  if (!variant) return null;
  const isThere = variant.available > 0;
  const query = new URLSearchParams({
    kind: isThere ? "price_drop" : "back_in_stock",
    sku: variant.sku,
  });
  const Look = isThere ? TextLink : ChipLink;
  return (
    <Look to={`/p/${product.slug}/tell-me?${query}`} className="inline-flex min-h-11 items-center">
      {isThere ? t("Tell me when it gets cheaper") : t("Tell me when it is back")}
    </Look>
  );
}
