import X from "lucide-react/icons/x";
import { useEffect, useRef } from "react";
import { t } from "../language/text.ts";
import { IconButton } from "../ui/button.tsx";
import { TextLink } from "../ui/link.tsx";
import { CartLine } from "./cart-line.tsx";
import { loadCart, useSeenCart } from "./cart-store.ts";
import { CartSums } from "./cart-sums.tsx";
import { CheckoutLink } from "./checkout-link.tsx";

/** The cart, over the page, at its right. */
export default function CartDrawer({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { cart, problem } = useSeenCart();
  useEffect(() => {
    dialog.current?.showModal();
    void loadCart();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="cart-title"
      onClose={onClose}
      onPointerDown={(event) => {
        // Only the ground behind it is the dialog itself.
        if (event.target === dialog.current) dialog.current.close();
      }}
      className="cart-drawer fixed inset-y-0 right-0 left-auto m-0 h-dvh max-h-none w-[min(27rem,100vw)] max-w-none bg-float text-ink shadow-(--shadow) backdrop:bg-ink/25"
    >
      <div className="flex h-full flex-col">
        <div className="flex items-center justify-between px-6 pt-4">
          <h2 id="cart-title" className="text-28">
            {t("Your cart")}
          </h2>
          <IconButton
            label={t("Close the cart")}
            className="-mr-3"
            onClick={() => dialog.current?.close()}
          >
            <X size={20} aria-hidden="true" />
          </IconButton>
        </div>
        <p role="alert" className="px-6 pt-2 text-14 text-error empty:hidden">
          {problem}
        </p>
        <ul className="flex-1 divide-y divide-line overflow-y-auto px-6">
          {cart?.lines.map((line) => (
            <CartLine key={line.sku} line={line} currency={cart.currency} />
          ))}
          {cart?.lines.length === 0 && (
            <li className="py-10 text-ink-soft">{t("There is nothing in it yet.")}</li>
          )}
        </ul>
        {cart && cart.lines.length > 0 && (
          <div className="border-line border-t px-6 pt-5 pb-6">
            <CartSums cart={cart} />
            <p className="mt-1 text-14 text-ink-soft">{t("Delivery is reckoned at checkout.")}</p>
            <CheckoutLink />
            <p className="mt-2 text-center text-14">
              <TextLink to="/cart" className="inline-flex min-h-11 items-center">
                {t("See the whole cart")}
              </TextLink>
            </p>
          </div>
        )}
      </div>
    </dialog>
  );
}
