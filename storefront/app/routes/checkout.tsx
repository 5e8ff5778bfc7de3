import { redirect } from "react-router";
import { AddressStep } from "../checkout/address-step.tsx";
import { takeStep } from "../checkout/checkout-action.server.ts";
import { DeliveryStep } from "../checkout/delivery-step.tsx";
import { Steps } from "../checkout/steps.tsx";
import { Summary } from "../checkout/summary.tsx";
import type { Typed } from "../checkout/typed.ts";
import { t } from "../language/text.ts";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { ChipLink } from "../ui/link.tsx";
import type { Route } from "./+types/checkout";

type Client = ReturnType<typeof storefrontOf>["client"];

/** Who is signed in, with the addresses that they keep; undefined for a guest. */
async function memberOf(client: Client) {
  const account = await client.api.account.$get();
  if (!account.ok) return undefined;
  const { email } = await answerOf(account);
  const { addresses } = await answerOf(client.api.account.addresses.$get());
  return { email, addresses };
}

export async function loader({ context, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const cart = await answerOf(client.api.cart.$get());
  if (cart.lines.length === 0) throw redirect("/cart");
  const member = await memberOf(client);
  const wished = url.searchParams.get("address");
  const known = member?.addresses.find(({ id }) => id === wished) ?? member?.addresses[0];
  return { cart, member, known };
}

export async function action({ context, request }: Route.ActionArgs) {
  const { client } = storefrontOf(context);
  const isMember = (await client.api.account.$get()).ok;
  return takeStep(client, await request.formData(), isMember);
}

export function meta({ matches }: Route.MetaArgs) {
  const { shop } = matches[0].loaderData;
  return [
    { title: `${t("Checkout")} · ${shop.name}` },
    {
      name: "description",
      content: t("Address, delivery and payment of your order at {shop}.", { shop: shop.name }),
    },
    { name: "robots", content: "noindex" },
  ];
}

export default function CheckoutPage({ loaderData, actionData }: Route.ComponentProps) {
  const { cart, member, known } = loaderData;
  const delivery = actionData?.step === "delivery" ? actionData : undefined;
  const { id: _, ...address } = known ?? { id: "" };
  const typed: Typed = actionData?.typed ?? {
    email: "",
    address: { ...address },
    billing: undefined,
    keep: false,
  };
  return (
    <div className="page pt-8 md:pt-10">
      <h1 className="text-40 md:text-64">{t("Checkout")}</h1>
      <div className="mt-6 grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="max-w-[32rem]">
          <Steps at={delivery ? 1 : 0} />
          {delivery ? (
            <DeliveryStep
              typed={typed}
              quote={delivery.quote}
              idempotencyKey={delivery.key}
              problem={delivery.problem}
              changed={delivery.changed ?? false}
            />
          ) : (
            <>
              {member && member.addresses.length > 1 && (
                <nav aria-label={t("Your addresses")} className="mt-6 flex flex-wrap gap-2">
                  {member.addresses.map(({ id, name, line1 }) => (
                    <ChipLink
                      key={id}
                      to={`?address=${id}`}
                      aria-current={id === known?.id ? "true" : undefined}
                    >
                      {name}, {line1}
                    </ChipLink>
                  ))}
                </nav>
              )}
              <AddressStep
                key={known?.id ?? "new"}
                typed={typed}
                problem={actionData?.problem}
                memberEmail={member?.email}
              />
            </>
          )}
        </div>
        <div className="lg:sticky lg:top-6 lg:self-start">
          <Summary cart={cart} quote={delivery?.quote} />
        </div>
      </div>
    </div>
  );
}
