import HeartIcon from "lucide-react/icons/heart";
import { useSyncExternalStore } from "react";
import { useLocation, useNavigate } from "react-router";
import { hrefOf } from "../language/current.ts";
import { t } from "../language/text.ts";
import { isWished, subscribeToWishes, toggleWish } from "./wishes.ts";

interface HeartProps {
  product: { itemId: string; title: string };
  /** Written beside the heart; without it only the heart is seen. */
  words?: boolean;
  className?: string;
}

/** Keeps a product for later. Guests sign in first; without scripts it is a form like any other. */
export function Heart({ product, words = false, className = "" }: HeartProps) {
  const { itemId, title } = product;
  const wished = useSyncExternalStore(
    subscribeToWishes,
    () => isWished(itemId),
    () => false,
  );
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const toggle = async () => {
    if (!(await toggleWish(itemId))) navigate(`/login?to=${encodeURIComponent(pathname)}`);
  };
  return (
    <form
      method="post"
      action={hrefOf("/account/wishlist")}
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        void toggle();
      }}
    >
      <input type="hidden" name="intent" value="add" />
      <button
        type="submit"
        name="itemId"
        value={itemId}
        aria-pressed={wished}
        aria-label={t("Keep for later: {product}", { product: title })}
        className={`inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-full text-14 ${words ? "-ml-3 px-3 hover:bg-control" : "on-picture"}`}
      >
        <HeartIcon size={18} fill={wished ? "currentColor" : "none"} aria-hidden="true" />
        {words && t("Keep for later")}
      </button>
    </form>
  );
}
