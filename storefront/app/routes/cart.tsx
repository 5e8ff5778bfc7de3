import type { Cart } from "@slipstream/contracts/cart-api";
import Share2 from "lucide-react/icons/share-2";
import { Suspense, useEffect } from "react";
import { Await, Form } from "react-router";
import { carryOut } from "../cart/cart-action.server.ts";
import { CartLine } from "../cart/cart-line.tsx";
import { tellCart, useSeenCart } from "../cart/cart-store.ts";
import { CartSums } from "../cart/cart-sums.tsx";
import { CheckoutLink } from "../cart/checkout-link.tsx";
import { CodeForm } from "../cart/code-form.tsx";
import { ShareLink } from "../cart/share-link.tsx";
import { t } from "../language/text.ts";
import { RailView } from "../rail/rail.tsx";
import { answerOf } from "../server/answer.server.ts";
import { pageRails } from "../server/page-rails.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { Button } from "../ui/button.tsx";
import { ChipLink } from "../ui/link.tsx";
import { NOTHING } from "../ui/nothing.ts";
import { Notice } from "../ui/notice.tsx";
import type { Route } from "./+types/cart";

export async function loader({ context }: Route.LoaderArgs) {
  const storefront = storefrontOf(context);
  const cart = await answerOf(storefront.client.api.cart.$get());
  const itemIds = [...new Set(cart.lines.map(({ itemId }) => itemId))].slice(0, 100);
  const rails = await pageRails(storefront, [
    itemIds.length > 0
      ? { key: "cross", placement: "cart", cart: itemIds, exclude: itemIds, limit: 12 }
      : { key: "cross", placement: "trending", limit: 12 },
  ]);
  return { cart, ...rails };
}

export async function action({ context, request }: Route.ActionArgs) {
  return carryOut(storefrontOf(context).client, await request.formData());
}

export function meta({ matches }: Route.MetaArgs) {
  const { shop } = matches[0].loaderData;
  return [
    { title: `${t("Your cart")} · ${shop.name}` },
    {
      name: "description",
      content: t("What you have put into your cart at {shop}.", { shop: shop.name }),
    },
    { name: "robots", content: "noindex" },
  ];
}

export default function CartPage({ loaderData, actionData }: Route.ComponentProps) {
  const { cart, cross } = loaderData;
  return (
    <div className="page pt-8 md:pt-10">
      <h1 className="text-40 md:text-64">{t("Your cart")}</h1>
      <Contents first={cart} actionData={actionData} />
      <div className="mt-16 md:mt-26">
        <Suspense fallback={null}>
          <Await resolve={cross} errorElement={NOTHING}>
            {(rail) =>
              rail &&
              rail.cards.length > 0 && (
                <RailView
                  rail={rail}
                  live={false}
                  title={() => <CrossTitle first={cart} />}
                  spoken={() => ""}
                />
              )
            }
          </Await>
        </Suspense>
      </div>
    </div>
  );
}

type ContentsProps = Pick<Route.ComponentProps, "actionData"> & {
  /** The cart as the page was rendered with it. */
  first: Cart;
};

/** What is in the cart. The rail below, whose cards wake up later, has no part in its changes. */
function Contents({ first, actionData }: ContentsProps) {
  const seen = useSeenCart();
  useEffect(() => tellCart(first), [first]);
  const cart = seen.cart ?? first;
  const problem =
    seen.problem ?? actionData?.problem?.issues[0]?.message ?? actionData?.problem?.title;
  return (
    <>
      <p role="alert" className="mt-4 text-error empty:hidden">
        {problem}
      </p>
      {cart.lines.length === 0 ? (
        <div className="mt-8">
          <Notice title={t("There is nothing in it yet")}>
            {t("What you put in waits here for you.")}
          </Notice>
          <ChipLink to="/" className="mt-6">
            {t("Look around")}
          </ChipLink>
        </div>
      ) : (
        <div className="mt-6 grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <ul className="divide-y divide-line self-start border-line border-y">
            {cart.lines.map((line) => (
              <CartLine key={line.sku} line={line} currency={cart.currency} />
            ))}
          </ul>
          <div className="lg:sticky lg:top-6 lg:self-start">
            <CartSums cart={cart} />
            <p className="mt-1 text-14 text-ink-soft">
              {t("Delivery and taxes are reckoned at checkout, for your address.")}
            </p>
            <div className="mt-2">
              <CodeForm discount={cart.discount} />
            </div>
            <CheckoutLink />
            <Form method="post" className="mt-3" preventScrollReset>
              <Button type="submit" name="intent" value="share" className="w-full">
                <Share2 size={16} aria-hidden="true" />
                {t("Share this cart")}
              </Button>
            </Form>
            {actionData?.shareUrl && <ShareLink url={actionData.shareUrl} />}
          </div>
        </div>
      )}
    </>
  );
}

/** The rail's heading: of an empty cart it cannot speak. */
function CrossTitle({ first }: Pick<ContentsProps, "first">) {
  const { lines } = useSeenCart().cart ?? first;
  return lines.length === 0 ? t("Popular this week") : t("Goes well with it");
}
