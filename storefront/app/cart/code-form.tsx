import type { Cart } from "@slipstream/contracts/cart-api";
import { hrefOf } from "../language/current.ts";
import { t } from "../language/text.ts";
import { Button } from "../ui/button.tsx";
import { changeCode } from "./cart-store.ts";

/** Where a discount code is entered, behind a word: most have none. */
export function CodeForm({ discount }: { discount: Cart["discount"] }) {
  if (discount) {
    return (
      <form
        method="post"
        action={hrefOf("/cart")}
        onSubmit={(event) => {
          event.preventDefault();
          void changeCode(undefined);
        }}
      >
        <button
          type="submit"
          name="intent"
          value="no_code"
          className="min-h-11 text-14 underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink"
        >
          {t("Take the code {code} away", { code: discount.code })}
        </button>
      </form>
    );
  }
  return (
    <details>
      <summary className="inline-flex min-h-11 items-center text-14 underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink">
        {t("I have a discount code")}
      </summary>
      <form
        method="post"
        action={hrefOf("/cart")}
        className="flex gap-2 pt-1 pb-2"
        onSubmit={(event) => {
          event.preventDefault();
          void changeCode(String(new FormData(event.currentTarget).get("code")));
        }}
      >
        <input type="hidden" name="intent" value="code" />
        <input
          name="code"
          aria-label={t("Discount code")}
          required
          maxLength={40}
          autoComplete="off"
          autoCapitalize="characters"
          className="h-11 min-w-0 flex-1 rounded-full bg-control px-5 text-16 uppercase"
        />
        <Button type="submit">{t("Use it")}</Button>
      </form>
    </details>
  );
}
