import { CURRENCY_COOKIE } from "@slipstream/contracts/cookies";
import { Form, redirect } from "react-router";
import { t } from "../language/text.ts";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { useShop } from "../shop.ts";
import { Button } from "../ui/button.tsx";
import type { Route } from "./+types/currency";

const COOKIE_SECONDS = 400 * 24 * 3600;

export async function loader({ context, request }: Route.LoaderArgs) {
  const { currency, rates } = await answerOf(storefrontOf(context).client.api.currencies.$get());
  const cookie = request.headers.get("cookie") ?? "";
  const chosen = new RegExp(`(?:^|; )${CURRENCY_COOKIE}=([A-Z]{3})`).exec(cookie)?.[1] ?? currency;
  return { currency, chosen, others: rates.map((rate) => rate.currency) };
}

export async function action({ request }: Route.ActionArgs) {
  const wished = String((await request.formData()).get("currency"));
  const currency = /^[A-Z]{3}$/.test(wished) ? wished : "";
  const maxAge = currency === "" ? 0 : COOKIE_SECONDS;
  const cookie = `${CURRENCY_COOKIE}=${currency}; Path=/; Max-Age=${maxAge}; SameSite=Lax`;
  return redirect("/cart", { status: 303, headers: { "set-cookie": cookie } });
}

export function meta({ matches }: Route.MetaArgs) {
  const { shop } = matches[0].loaderData;
  return [{ title: `${t("Currency")} · ${shop.name}` }, { name: "robots", content: "noindex" }];
}

export default function CurrencyPage({ loaderData }: Route.ComponentProps) {
  const { currency, chosen, others } = loaderData;
  const { locale } = useShop();
  const names = new Intl.DisplayNames(locale, { type: "currency" });
  return (
    <div className="page pt-8 md:pt-10">
      <h1 className="text-40 md:text-64">{t("Currency")}</h1>
      <p className="measure mt-4 text-ink-soft">
        {t(
          "You pay in {currency}. Your cart can say as well about how much that is in a currency that you know better.",
          { currency: names.of(currency) ?? currency },
        )}
      </p>
      <Form method="post" reloadDocument className="mt-8">
        <fieldset>
          <legend className="sr-only">{t("Also show sums in")}</legend>
          <div className="flex flex-wrap gap-2">
            {[currency, ...others].map((code) => (
              <label
                key={code}
                className="inline-flex min-h-11 cursor-pointer items-center gap-2 rounded-full bg-control px-5 text-14 hover:bg-control-hover has-checked:bg-ink has-checked:text-paper has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-ink"
              >
                <input
                  type="radio"
                  name="currency"
                  value={code === currency ? "" : code}
                  defaultChecked={code === chosen}
                  className="sr-only"
                />
                {code === currency
                  ? t("Only {currency}", { currency: names.of(code) ?? code })
                  : names.of(code)}
              </label>
            ))}
          </div>
        </fieldset>
        <Button type="submit" look="strong" className="mt-8">
          {t("Keep this")}
        </Button>
      </Form>
    </div>
  );
}
