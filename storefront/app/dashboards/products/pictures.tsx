import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import Trash2 from "lucide-react/icons/trash-2";
import { problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { IconButton } from "../../ui/button.tsx";
import type { FormProblem } from "../../ui/form/form-problem.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Section } from "../shell/dashboard-shell.tsx";
import type { Route } from "./+types/pictures";
import { picturesOf } from "./picture-form.server.ts";
import { PictureUpload } from "./picture-upload.tsx";
import { loadProduct, versionOf } from "./product.server.ts";
import { type EditedProduct, ProductFrame } from "./product-frame.tsx";
import { uploadFiles } from "./upload-files.server.ts";

export async function loader({ context, request, params }: Route.LoaderArgs) {
  const { product } = await loadProduct({ context, request }, params.id);
  return { product };
}

type Answer = { intent: string; problem: FormProblem | undefined };

export async function action({ context, request, params }: Route.ActionArgs): Promise<Answer> {
  const form = await request.formData();
  const { intent, alt } = formTexts(form, "intent", "alt");
  const { client } = storefrontOf(context);
  const param = { id: params.id };
  const images = client.api.selling.products[":id"].images;
  if (intent !== "upload") {
    const json = { version: versionOf(form), images: picturesOf(form) };
    return { intent, problem: await problemOf(await images.$put({ param, json }), request) };
  }
  const { product } = await loadProduct({ context, request }, params.id);
  const files = form.getAll("files").filter((file) => file instanceof File && file.size > 0);
  const { uploaded, problem } = await uploadFiles({ context, request }, files as File[]);
  const present = product.images.map(({ url, alt: words }) => ({ url, alt: words }));
  const added = uploaded.filter(({ url }) => present.every((picture) => picture.url !== url));
  const json = {
    version: product.version,
    images: [...present, ...added.map(({ url }) => ({ url, alt: alt.trim() || product.title }))],
  };
  const failed =
    added.length > 0 ? await problemOf(await images.$put({ param, json }), request) : undefined;
  return { intent, problem: problem ?? failed };
}

export default function PicturesPage({ loaderData, actionData }: Route.ComponentProps) {
  const { product } = loaderData;
  const problemFor = (intent: string) =>
    actionData?.intent === intent ? actionData.problem : undefined;
  return (
    <ProductFrame product={product}>
      <title>{`Pictures of ${product.title}`}</title>
      {product.images.length === 0 ? (
        <Notice title="No picture yet">Products without one are hardly looked at.</Notice>
      ) : (
        <Pictures product={product} problem={problemFor("order")} />
      )}
      <Section title="Add pictures">
        <PictureUpload key={product.version} title={product.title} problem={problemFor("upload")} />
      </Section>
    </ProductFrame>
  );
}

interface PicturesProps {
  product: EditedProduct;
  problem: FormProblem | undefined;
}

/** The pictures in their order; the first one is on the cards. */
function Pictures({ product, problem }: PicturesProps) {
  const { images, version } = product;
  return (
    <PostForm key={version} intent="order" problem={problem}>
      <input type="hidden" name="version" value={version} />
      {/* Enter in a field presses the form's first button: it must only save. */}
      <button type="submit" name="press" value="save" tabIndex={-1} className="sr-only">
        Save
      </button>
      <ol className="space-y-4">
        {images.map(({ url, alt, width, height }, place) => (
          <li key={url} className="flex flex-wrap items-end gap-x-6 gap-y-2">
            <input type="hidden" name="url" value={url} />
            <img
              src={url}
              alt=""
              width={width ?? 120}
              height={height ?? 120}
              loading="lazy"
              className="size-24 shrink-0 rounded-picture bg-shade object-cover"
            />
            <TextField
              name={`alt.${place}`}
              label={place === 0 ? "What it shows (on the cards)" : "What it shows"}
              defaultValue={alt}
              maxLength={300}
              autoComplete="off"
              className="min-w-48 flex-1"
            />
            <span className="flex shrink-0">
              <IconButton
                label={`Move picture ${place + 1} up`}
                type="submit"
                name="press"
                value={`up ${place}`}
                disabled={place === 0}
              >
                <ArrowUp size={18} aria-hidden="true" />
              </IconButton>
              <IconButton
                label={`Move picture ${place + 1} down`}
                type="submit"
                name="press"
                value={`down ${place}`}
                disabled={place === images.length - 1}
              >
                <ArrowDown size={18} aria-hidden="true" />
              </IconButton>
              <IconButton
                label={`Remove picture ${place + 1}`}
                type="submit"
                name="press"
                value={`remove ${place}`}
              >
                <Trash2 size={18} aria-hidden="true" />
              </IconButton>
            </span>
          </li>
        ))}
      </ol>
      <SubmitButton intent="order" name="press" value="save">
        Save
      </SubmitButton>
    </PostForm>
  );
}
