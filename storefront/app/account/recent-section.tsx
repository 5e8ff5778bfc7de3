import type { ProductCard as Product } from "@slipstream/contracts/shop-api";
import { Suspense, use } from "react";
import { t } from "../language/text.ts";
import { TextLink } from "../ui/link.tsx";
import { ProductCard } from "../ui/product-card.tsx";

type Recent = Promise<readonly Product[]>;

/** What the member looked at last, in one row; nothing where nothing is known. */
export function RecentSection({ recent }: { recent: Recent }) {
  return (
    <Suspense>
      <Row recent={recent} />
    </Suspense>
  );
}

function Row({ recent }: { recent: Recent }) {
  const products = use(recent);
  if (products.length === 0) return null;
  return (
    <section className="mt-16">
      <div className="flex flex-wrap items-baseline justify-between gap-4">
        <h2 className="text-28">{t("Recently viewed")}</h2>
        <TextLink to="/account/recently-viewed" className="text-14">
          {t("All of it")}
        </TextLink>
      </div>
      <ul className="mt-6 grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-4 md:gap-x-6">
        {products.map((product) => (
          <li key={product.itemId}>
            <ProductCard product={product} />
          </li>
        ))}
      </ul>
    </section>
  );
}
