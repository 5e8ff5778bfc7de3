import { Form, redirect } from "react-router";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { Button } from "../ui/button.tsx";
import { Price } from "../ui/price.tsx";
import { ProductLine } from "../ui/product-line.tsx";
import type { Route } from "./+types/shared-cart";

function sharedOf(context: Route.LoaderArgs["context"], token: string) {
  const { cart } = storefrontOf(context).client.api;
  return answerOf(cart.shared[":token"].$get({ param: { token } }));
}

export function loader({ context, params }: Route.LoaderArgs) {
  return sharedOf(context, params.token);
}

/** What there is goes into one's own cart; what there is not is seen there. */
export async function action({ context, params }: Route.ActionArgs) {
  const { lines } = await sharedOf(context, params.token);
  const { client } = storefrontOf(context);
  for (const { sku, quantity, state } of lines) {
    if (state !== "sold_out") await client.api.cart.lines.$post({ json: { sku, quantity } });
  }
  return redirect("/cart", 303);
}

export function meta({ matches }: Route.MetaArgs) {
  const { shop } = matches[0].loaderData;
  return [{ title: `A shared cart · ${shop.name}` }, { name: "robots", content: "noindex" }];
}

export default function SharedCartPage({ loaderData }: Route.ComponentProps) {
  const { lines, currency, subtotalMinor } = loaderData;
  return (
    <div className="page max-w-[48rem] pt-8 md:pt-10">
      <h1 className="text-40 md:text-64">A cart for you</h1>
      <p className="mt-4 text-ink-soft">Somebody put this together, at today's prices.</p>
      <ul className="mt-8 divide-y divide-line border-line border-y">
        {lines.map((line) => (
          <li key={line.sku} className="py-5">
            <ProductLine
              product={{ ...line, currency }}
              note={
                line.state === "sold_out"
                  ? "Sold out"
                  : [...Object.values(line.options), `${line.quantity} ×`].join(", ")
              }
            >
              <Price minor={line.totalMinor} currency={currency} />
            </ProductLine>
          </li>
        ))}
      </ul>
      <Form method="post" className="mt-6 flex flex-wrap items-center justify-between gap-6">
        <p className="text-20">
          <Price minor={subtotalMinor} currency={currency} />
        </p>
        <Button type="submit" look="strong" disabled={lines.length === 0}>
          Put all of it into my cart
        </Button>
      </Form>
    </div>
  );
}
