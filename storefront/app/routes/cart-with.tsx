import { OfferedCart } from "../cart/offered-cart.tsx";
import { takeOver } from "../cart/take-over.server.ts";
import { t } from "../language/text.ts";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { Notice } from "../ui/notice.tsx";
import type { Route } from "./+types/cart-with";

function wantedOf(context: Route.LoaderArgs["context"], lines: string) {
  const { cart } = storefrontOf(context).client.api;
  return answerOf(cart.with[":lines"].$get({ param: { lines } }));
}

export function loader({ context, params }: Route.LoaderArgs) {
  return wantedOf(context, params.lines);
}

export async function action({ context, params }: Route.ActionArgs) {
  return takeOver(storefrontOf(context).client, await wantedOf(context, params.lines));
}

export function meta({ matches }: Route.MetaArgs) {
  const { shop } = matches[0].loaderData;
  return [
    { title: `${t("For your cart")} · ${shop.name}` },
    { name: "robots", content: "noindex" },
  ];
}

/** A link that fills a cart: it shows what it would put in, and asks first. */
export default function CartWithPage({ loaderData }: Route.ComponentProps) {
  const { unknown } = loaderData;
  return (
    <OfferedCart
      title={t("For your cart")}
      lead={t("This is what the link names, at today's prices.")}
      offered={loaderData}
    >
      {unknown.length > 0 && (
        <div className="mt-6">
          <Notice title={t("Not sold here, or not any more")}>{unknown.join(", ")}</Notice>
        </div>
      )}
    </OfferedCart>
  );
}
