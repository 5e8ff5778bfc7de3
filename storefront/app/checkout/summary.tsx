import type { Cart, CartLine } from "@slipstream/contracts/cart-api";
import type { Quote } from "@slipstream/contracts/checkout-api";
import { CartSums, DiscountRow, SumRow } from "../cart/cart-sums.tsx";
import { OtherCurrency } from "../cart/other-currency.tsx";
import { formatNumber, t } from "../language/text.ts";
import { TextLink } from "../ui/link.tsx";
import { Price } from "../ui/price.tsx";
import { ProductPicture } from "../ui/product-picture.tsx";

/** What is bought and what it costs: all of it once the place is known, before that the goods. */
export function Summary({ cart, quote }: { cart: Cart; quote: Quote | undefined }) {
  const lines = quote?.lines ?? cart.lines;
  return (
    <aside
      aria-label={t("Your order")}
      className="rounded-picture bg-shade p-6 max-lg:max-w-[32rem]"
    >
      <div className="flex items-baseline justify-between">
        <h2 className="text-20">{t("Your order")}</h2>
        <TextLink to="/cart" className="inline-flex min-h-11 items-center text-14">
          {t("Change")}
        </TextLink>
      </div>
      <ul className="mt-2 space-y-4">
        {lines.map((line) => (
          <SummaryLine key={line.sku} line={line} currency={cart.currency} />
        ))}
      </ul>
      <div className="mt-6 border-line border-t pt-5">
        {quote ? (
          <Totals quote={quote} />
        ) : (
          <>
            <CartSums cart={cart} />
            <p className="mt-1 text-14 text-ink-soft">
              {t("Delivery is reckoned for your address.")}
            </p>
          </>
        )}
      </div>
    </aside>
  );
}

function SummaryLine({ line, currency }: { line: CartLine; currency: string }) {
  const { title, options, image, tint, quantity, totalMinor, state, available } = line;
  return (
    <li className="flex items-center gap-4 text-14">
      <ProductPicture
        image={image && { ...image, alt: "" }}
        tint={tint}
        className="w-14 shrink-0"
      />
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2">{title}</span>
        <span className="block text-ink-soft first-letter:uppercase">
          {[...Object.values(options), t("{count} piece|{count} pieces", { count: quantity })].join(
            ", ",
          )}
        </span>
        {state !== "ok" && (
          <span className="block text-error">
            {state === "short" ? t("Only {count} left", { count: available }) : t("Sold out")}
          </span>
        )}
      </span>
      <Price minor={totalMinor} currency={currency} />
    </li>
  );
}

function Totals({ quote }: { quote: Quote }) {
  const { totals, discount } = quote;
  const { currency, subtotalMinor, shippingMinor, totalMinor } = totals;
  const included = totals.taxLines.filter((line) => line.included && line.taxMinor > 0);
  const onTop = totals.taxLines.filter((line) => !line.included && line.taxMinor > 0);
  return (
    <dl className="space-y-2">
      <SumRow name={t("Goods")}>
        <Price minor={subtotalMinor} currency={currency} />
      </SumRow>
      {discount && <DiscountRow discount={discount} currency={currency} />}
      <SumRow name={t("Delivery")}>
        {shippingMinor === 0 ? t("Free") : <Price minor={shippingMinor} currency={currency} />}
      </SumRow>
      {onTop.map(({ name, rateBasisPoints, taxMinor }) => (
        <SumRow key={`${name} ${rateBasisPoints}`} name={`${name}, ${percent(rateBasisPoints)}`}>
          <Price minor={taxMinor} currency={currency} />
        </SumRow>
      ))}
      <SumRow name={t("Total")} strong>
        <Price minor={totalMinor} currency={currency} />
        <OtherCurrency minor={totalMinor} />
      </SumRow>
      {included.map(({ name, rateBasisPoints, taxMinor }) => (
        <SumRow
          key={`${name} ${rateBasisPoints}`}
          name={t("Includes {tax}", { tax: `${name}, ${percent(rateBasisPoints)}` })}
        >
          <Price minor={taxMinor} currency={currency} />
        </SumRow>
      ))}
    </dl>
  );
}

function percent(basisPoints: number): string {
  return `${formatNumber(basisPoints / 100)} %`;
}
