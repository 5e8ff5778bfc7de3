import type { CartLine as Line } from "@slipstream/contracts/cart-api";
import Trash2 from "lucide-react/icons/trash-2";
import { Link } from "react-router";
import { hrefOf } from "../language/current.ts";
import { rich, t } from "../language/text.ts";
import { IconButton } from "../ui/button.tsx";
import { Price } from "../ui/price.tsx";
import { ProductPicture } from "../ui/product-picture.tsx";
import { changeLine } from "./cart-store.ts";

/** The list of quantities goes so far, or to what is in the cart. */
const MAX_OFFERED = 10;

/** One line of the cart: both of its forms work without scripts. */
export function CartLine({ line, currency }: { line: Line; currency: string }) {
  const { sku, slug, title, options, image, tint, quantity, state } = line;
  const words = Object.values(options).join(", ");
  return (
    <li className="flex gap-4 py-5">
      <Link to={`/p/${slug}`} tabIndex={-1} aria-hidden="true" className="w-20 shrink-0">
        <ProductPicture image={image && { ...image, alt: "" }} tint={tint} />
      </Link>
      <div className="min-w-0 flex-1">
        <div className="flex justify-between gap-4">
          <div className="min-w-0">
            <Link
              to={`/p/${slug}`}
              className="line-clamp-2 hover:underline hover:underline-offset-4"
            >
              {title}
            </Link>
            {words && <p className="text-14 text-ink-soft first-letter:uppercase">{words}</p>}
          </div>
          <p className={`shrink-0 ${state === "gone" ? "text-ink-faint line-through" : ""}`}>
            <Price minor={line.totalMinor} currency={currency} />
          </p>
        </div>
        <LineNote line={line} currency={currency} />
        <div className="mt-1 -mb-2 flex items-center justify-between">
          {state === "gone" || state === "sold_out" ? <span /> : <Quantity line={line} />}
          <form
            method="post"
            action={hrefOf("/cart")}
            onSubmit={(event) => {
              event.preventDefault();
              changeLine({ sku, quantity: 0 });
            }}
          >
            <input type="hidden" name="intent" value="set" />
            <input type="hidden" name="sku" value={sku} />
            <input type="hidden" name="quantity" value="0" />
            <IconButton
              type="submit"
              label={t("Take {product} out", { product: title })}
              className="-mr-3 text-ink-soft"
            >
              <Trash2 size={18} aria-hidden="true" />
            </IconButton>
          </form>
        </div>
        <span className="sr-only">{t("{count} in the cart", { count: quantity })}</span>
      </div>
    </li>
  );
}

function Quantity({ line }: { line: Line }) {
  const { sku, title, quantity, available } = line;
  const most = Math.min(available, Math.max(MAX_OFFERED, quantity));
  const offered = Array.from({ length: most }, (_, index) => index + 1);
  return (
    <form method="post" action={hrefOf("/cart")} className="flex items-center gap-2">
      <input type="hidden" name="intent" value="set" />
      <input type="hidden" name="sku" value={sku} />
      <select
        name="quantity"
        aria-label={t("Quantity of {product}", { product: title })}
        value={quantity}
        onChange={(event) => changeLine({ sku, quantity: Number(event.currentTarget.value) })}
        className="figures h-11 rounded-full bg-control pr-9 pl-4 text-14"
      >
        {quantity > most && <option>{quantity}</option>}
        {offered.map((count) => (
          <option key={count}>{count}</option>
        ))}
      </select>
      <noscript>
        <button type="submit" className="min-h-11 px-3 text-14 underline underline-offset-4">
          {t("Change")}
        </button>
      </noscript>
    </form>
  );
}

function LineNote({ line, currency }: { line: Line; currency: string }) {
  const { state, available, priceBeforeMinor, priceMinor } = line;
  if (state !== "ok") {
    const words = {
      short: t("Only {count} left. Please choose fewer.", { count: available }),
      sold_out: t("Sold out in the meantime. Please take it out."),
      gone: t("Not sold any more. Please take it out."),
    }[state];
    return <p className="mt-1 text-14 text-error">{words}</p>;
  }
  if (priceBeforeMinor === undefined) return null;
  const price = <Price minor={priceBeforeMinor} currency={currency} />;
  return (
    <p className="mt-1 text-14 text-ink-soft">
      {priceMinor < priceBeforeMinor
        ? rich("Cheaper than when you put it in: it was {price}", { price })
        : rich("Dearer than when you put it in: it was {price}", { price })}
    </p>
  );
}
