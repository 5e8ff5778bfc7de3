import { Link } from "react-router";
import { t } from "../language/text.ts";

/** On the way to an order: the one strong thing of the cart. */
export function CheckoutLink() {
  return (
    <Link
      to="/checkout"
      className="mt-5 flex min-h-12 items-center justify-center rounded-full bg-ink px-6 font-medium text-paper transition-colors duration-(--quick) hover:bg-ink-soft"
    >
      {t("Go to checkout")}
    </Link>
  );
}
