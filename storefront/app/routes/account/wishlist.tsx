import { Form, redirect } from "react-router";
import { t } from "../../language/text.ts";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Button } from "../../ui/button.tsx";
import { ChipLink } from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ProductLine } from "../../ui/product-line.tsx";
import type { Route } from "./+types/wishlist";

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  return answerOf(client.api.wishlist.$get(), request);
}

export async function action({ context, request }: Route.ActionArgs) {
  const { wishlist, cart } = storefrontOf(context).client.api;
  const texts = formTexts(await request.formData(), "intent", "itemId", "sku");
  const { intent, itemId, sku } = texts;
  const param = { itemId };
  if (intent === "add") {
    const problem = await problemOf(await wishlist[":itemId"].$put({ param }), request);
    return problem ? { problem, itemId } : redirect("/account/wishlist");
  }
  if (intent === "move") {
    const problem = await problemOf(
      await cart.lines.$post({ json: { sku, quantity: 1 } }),
      request,
    );
    if (problem) return { problem, itemId };
  }
  const problem = await problemOf(await wishlist[":itemId"].$delete({ param }), request);
  if (problem) return { problem, itemId };
  return intent === "move" ? redirect("/cart") : { problem: undefined, itemId };
}

export default function WishlistPage({ loaderData, actionData }: Route.ComponentProps) {
  const { items } = loaderData;
  const problem = actionData?.problem;
  return (
    <>
      <h1 className="text-40">{t("Wishlist")}</h1>
      <div className="mt-8 max-w-[46rem]">
        {problem && (
          <p role="alert" className="mb-6 text-14 text-error">
            {problem.detail}
          </p>
        )}
        {items.length === 0 ? (
          <Notice title={t("Nothing kept yet")}>
            {t("The heart on a product keeps it here, on all your devices.")}
          </Notice>
        ) : (
          <ul>
            {items.map(({ product, sku }) => (
              <li key={product.itemId} className="border-line border-t py-4">
                <ProductLine product={product}>
                  {sku !== undefined && product.inStock ? (
                    <Act
                      intent="move"
                      itemId={product.itemId}
                      sku={sku}
                      text={t("Move to the cart")}
                    />
                  ) : (
                    <ChipLink to={`/p/${product.slug}`} className="px-5 font-medium">
                      {product.inStock ? t("Choose a version") : t("Look at it")}
                    </ChipLink>
                  )}
                  <Act intent="remove" itemId={product.itemId} text={t("Remove")} />
                </ProductLine>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

interface ActProps {
  intent: "move" | "remove";
  itemId: string;
  sku?: string;
  text: string;
}

function Act({ intent, itemId, sku, text }: ActProps) {
  return (
    <Form method="post">
      <input type="hidden" name="itemId" value={itemId} />
      {sku !== undefined && <input type="hidden" name="sku" value={sku} />}
      <Button type="submit" name="intent" value={intent} className="px-5">
        {text}
      </Button>
    </Form>
  );
}
