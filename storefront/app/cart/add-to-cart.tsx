import type { ProductDetail } from "@slipstream/contracts/shop-api";
import { useState } from "react";
import { useLocation } from "react-router";
import { hrefOf } from "../language/current.ts";
import { t } from "../language/text.ts";
import type { ArrivedFrom } from "../tracking/use-product-view.ts";
import { Button } from "../ui/button.tsx";
import { fetchCartDrawer, openCart } from "./cart-button.tsx";
import { addToCart } from "./cart-count.ts";

/** As many as the list of quantities offers. */
const MAX_OFFERED = 10;

interface AddToCartProps {
  /** What is chosen; undefined where that combination is not made. */
  variant: ProductDetail["variants"][number] | undefined;
}

/** The one thing to do on a product's page. Without scripts it is a form that leads to the cart. */
export function AddToCart({ variant }: AddToCartProps) {
  const from = useLocation().state as ArrivedFrom | null;
  const [problem, setProblem] = useState<string>();
  const available = variant?.available ?? 0;
  const most = Math.min(MAX_OFFERED, available);
  const offered = Array.from({ length: most }, (_, index) => index + 1);
  const add = async (form: FormData) => {
    setProblem(undefined);
    const adding = addToCart({
      sku: String(form.get("sku")),
      quantity: Number(form.get("quantity")),
      requestId: from?.requestId,
    });
    fetchCartDrawer();
    const refused = await adding;
    if (refused === undefined) openCart();
    else setProblem(refused);
  };
  return (
    <form
      method="post"
      action={hrefOf("/cart")}
      className="mt-6"
      onSubmit={(event) => {
        event.preventDefault();
        void add(new FormData(event.currentTarget));
      }}
    >
      <input type="hidden" name="intent" value="add" />
      <input type="hidden" name="sku" value={variant?.sku ?? ""} />
      <div className="flex gap-2">
        <select
          name="quantity"
          aria-label={t("Quantity")}
          disabled={available < 2}
          className="figures h-12 rounded-full bg-control pr-10 pl-5 text-16 disabled:hidden"
        >
          {offered.map((count) => (
            <option key={count}>{count}</option>
          ))}
        </select>
        {available < 2 && <input type="hidden" name="quantity" value="1" />}
        <Button
          type="submit"
          look="strong"
          disabled={available < 1}
          className="min-h-12 flex-1 text-16 sm:max-w-72"
        >
          {available < 1 ? t("Sold out") : t("Add to cart")}
        </Button>
      </div>
      <p role="alert" className="mt-2 text-14 text-error empty:hidden">
        {problem}
      </p>
    </form>
  );
}
