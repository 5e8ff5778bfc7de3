import { OfferedCart } from "../cart/offered-cart.tsx";
import { takeOver } from "../cart/take-over.server.ts";
import { t } from "../language/text.ts";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import type { Route } from "./+types/shared-cart";

function sharedOf(context: Route.LoaderArgs["context"], token: string) {
  const { cart } = storefrontOf(context).client.api;
  return answerOf(cart.shared[":token"].$get({ param: { token } }));
}

export function loader({ context, params }: Route.LoaderArgs) {
  return sharedOf(context, params.token);
}

export async function action({ context, params }: Route.ActionArgs) {
  return takeOver(storefrontOf(context).client, await sharedOf(context, params.token));
}

export function meta({ matches }: Route.MetaArgs) {
  const { shop } = matches[0].loaderData;
  return [
    { title: `${t("A shared cart")} · ${shop.name}` },
    { name: "robots", content: "noindex" },
  ];
}

export default function SharedCartPage({ loaderData }: Route.ComponentProps) {
  return (
    <OfferedCart
      title={t("A cart for you")}
      lead={t("Somebody put this together, at today's prices.")}
      offered={loaderData}
    />
  );
}
