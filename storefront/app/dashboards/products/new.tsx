import { moneyMinor } from "@slipstream/contracts/money-text";
import { redirect } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { useShop } from "../../shop.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import type { Route } from "./+types/new";
import { ProductFields } from "./product-fields.tsx";
import { textsToSend, typedTexts } from "./product-form.server.ts";
import { productsPath } from "./product-place.ts";
import { skuFrom } from "./variant-maker.ts";

export async function action({ context, request, url }: Route.ActionArgs) {
  const { client, shop } = storefrontOf(context);
  const form = await request.formData();
  const texts = typedTexts(form);
  const { price, stock } = formTexts(form, "price", "stock");
  const priceMinor = moneyMinor(price, shop.currency) ?? -1;
  const sku = `${skuFrom(texts.title)}-${crypto.randomUUID().slice(0, 4).toUpperCase()}`;
  const variants = [{ sku, priceMinor, onHand: Number(stock || 0) }];
  const response = await client.api.selling.products.$post({
    json: { ...textsToSend(texts), variants },
  });
  const problem = await problemOf(response.clone(), request);
  if (problem) {
    const issues = problem.issues.map(({ path, message }) =>
      path === "variants.0.priceMinor"
        ? { path: "price", message: "The price must be an amount such as 12.50" }
        : path === "variants.0.onHand"
          ? { path: "stock", message: "The stock must be a whole number" }
          : { path, message },
    );
    return { problem: { ...problem, issues }, texts, price, stock };
  }
  const { itemId } = await answerOf(response);
  return redirect(`${productsPath(url.pathname)}/${itemId}/pictures`);
}

export default function NewProductPage({ actionData }: Route.ComponentProps) {
  const { currency } = useShop();
  return (
    <DashboardPage
      title="New product"
      lead="It begins as a draft: nobody sees it before you publish it."
    >
      <title>New product</title>
      <PostForm problem={actionData?.problem} className="max-w-3xl">
        <ProductFields texts={actionData?.texts} />
        <div className="grid gap-6 sm:grid-cols-2">
          <TextField
            name="price"
            label={`Price in ${currency}`}
            inputMode="decimal"
            defaultValue={actionData?.price}
            autoComplete="off"
          />
          <TextField
            name="stock"
            label="In stock"
            inputMode="numeric"
            defaultValue={actionData?.stock ?? "0"}
            autoComplete="off"
          />
        </div>
        <SubmitButton>Go on to the pictures</SubmitButton>
      </PostForm>
    </DashboardPage>
  );
}
