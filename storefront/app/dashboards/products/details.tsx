import { redirect } from "react-router";
import { problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import type { Route } from "./+types/details";
import { attributeText } from "./attribute-lines.ts";
import { changeStatus, loadProduct, versionOf } from "./product.server.ts";
import { ProductFields, type ProductTexts } from "./product-fields.tsx";
import { textsToSend, typedTexts } from "./product-form.server.ts";
import { ProductFrame } from "./product-frame.tsx";

export async function loader({ context, request, params }: Route.LoaderArgs) {
  const { product } = await loadProduct({ context, request }, params.id);
  return { product };
}

export async function action({ context, request, params, url }: Route.ActionArgs) {
  const form = await request.formData();
  const { id } = params;
  if (form.get("intent") === "status") {
    const problem = await changeStatus({ context, request }, id, form);
    return problem ? { problem } : redirect(url.pathname);
  }
  const { client } = storefrontOf(context);
  const texts = typedTexts(form);
  const { slug } = formTexts(form, "slug");
  const json = { version: versionOf(form), slug, ...textsToSend(texts) };
  const response = await client.api.selling.products[":id"].$patch({ param: { id }, json });
  const problem = await problemOf(response, request);
  return problem ? { problem, texts, slug } : { saved: true as const };
}

/** A product's texts as its form has them. */
function textsOf(product: Route.ComponentProps["loaderData"]["product"]): ProductTexts {
  const { title = "", description = "", words = {} } = product.translations.de ?? {};
  return {
    ...product,
    attributes: attributeText(product.attributes),
    german: { title, description, words: attributeText(words) },
  };
}

export default function ProductDetailsPage({ loaderData, actionData }: Route.ComponentProps) {
  const { product } = loaderData;
  const failed = actionData && "problem" in actionData ? actionData : undefined;
  const typed = failed && "texts" in failed ? failed : undefined;
  const texts = typed?.texts ?? textsOf(product);
  return (
    <ProductFrame product={product}>
      <title>{product.title}</title>
      <PostForm key={product.version} problem={failed?.problem} className="max-w-3xl">
        <input type="hidden" name="version" value={product.version} />
        <ProductFields texts={texts} />
        <TextField
          name="slug"
          label="Address"
          hint="The last part of its address in the shop. Old addresses lead to the new one"
          defaultValue={typed?.slug ?? product.slug}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
        />
        <div className="flex items-center gap-4">
          <SubmitButton>Save</SubmitButton>
          {actionData && "saved" in actionData && (
            <p role="status" className="text-14 text-ink-soft">
              Saved
            </p>
          )}
        </div>
      </PostForm>
    </ProductFrame>
  );
}
