import ShoppingBag from "lucide-react/icons/shopping-bag";
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import { t } from "../language/text.ts";
import { ShopLink } from "../ui/shop-link.tsx";
import { useReload } from "../ui/use-reload.ts";
import { piecesInCart, subscribeToPieces } from "./cart-count.ts";

const loadDrawer = () => import("./cart-drawer.tsx");
const CartDrawer = lazy(loadDrawer);

let open: (() => void) | undefined;

/** Shows what is in the cart, over the page, once the page has shown that it heard. */
export function openCart(): void {
  requestAnimationFrame(() => setTimeout(() => open?.()));
}

/** Fetches what `openCart` shows, for who is about to need it. */
export function fetchCartDrawer(): void {
  loadDrawer().catch(() => {});
}

/** To the cart, with how many pieces are in it; with scripts it opens over the page. */
export function CartButton() {
  const count = useSyncExternalStore(subscribeToPieces, piecesInCart, () => 0);
  const [shown, setShown] = useState(false);
  const { pathname, key } = useLocation();
  useEffect(() => {
    open = () => setShown(true);
    return () => {
      open = undefined;
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes it
  useEffect(() => setShown(false), [key]);
  const reloadDocument = useReload();
  // Those pages show it themselves; from others one leaves for it.
  const apart = reloadDocument || /^\/(cart|checkout)/.test(pathname);
  const label = count === 0 ? t("Cart") : t("Cart, {count} piece|Cart, {count} pieces", { count });
  return (
    <>
      <ShopLink
        to="/cart"
        reloadDocument={reloadDocument}
        title={t("Cart")}
        aria-label={label}
        onPointerEnter={fetchCartDrawer}
        onClick={(event) => {
          if (apart || event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          setShown(true);
        }}
        className="relative inline-flex size-11 items-center justify-center rounded-full transition-colors duration-(--quick) hover:bg-control"
      >
        <ShoppingBag size={20} aria-hidden="true" />
        {count > 0 && (
          <span className="figures absolute top-1 right-0.5 min-w-4.5 rounded-full bg-ink px-1 text-center text-12 text-paper">
            {count > 99 ? "99+" : count}
          </span>
        )}
      </ShopLink>
      {shown && (
        <Suspense fallback={null}>
          <CartDrawer onClose={() => setShown(false)} />
        </Suspense>
      )}
    </>
  );
}
