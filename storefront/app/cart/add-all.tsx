import { useState } from "react";
import { hrefOf } from "../language/current.ts";
import { t } from "../language/text.ts";
import { Button } from "../ui/button.tsx";
import { openCart } from "./cart-button.tsx";
import { addBundle } from "./cart-count.ts";

interface AddAllProps {
  /** The product of the page. */
  product: { itemId: string; inStock: boolean };
  /** What is recommended with it. */
  cards: readonly { itemId: string }[];
  requestId: string;
}

/** Puts a product and what goes with it into the cart. Without scripts it is a form. */
export function AddAll({ product, cards, requestId }: AddAllProps) {
  const [problem, setProblem] = useState<string>();
  const add = async () => {
    setProblem(undefined);
    const companions = cards.map(({ itemId }) => ({ itemId, requestId, quantity: 1 }));
    const refused = await addBundle([{ itemId: product.itemId, quantity: 1 }, ...companions]);
    if (refused === undefined) openCart();
    else setProblem(refused);
  };
  return (
    <form
      method="post"
      action={hrefOf("/cart")}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <input type="hidden" name="intent" value="add" />
      {[product, ...cards].map(({ itemId }) => (
        <input key={itemId} type="hidden" name="itemId" value={itemId} />
      ))}
      <Button type="submit" className="mt-4" disabled={!product.inStock}>
        {t("Add all {count}", { count: cards.length + 1 })}
      </Button>
      <p role="alert" className="mt-2 text-14 text-error empty:hidden">
        {problem}
      </p>
    </form>
  );
}
