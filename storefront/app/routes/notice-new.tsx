import { MEMBER_COOKIE } from "@slipstream/contracts/cookies";
import type { NoticeKind } from "@slipstream/contracts/notice-api";
import { type Message, msg, t } from "../language/text.ts";
import { answerOf, problemOf } from "../server/answer.server.ts";
import { formTexts } from "../server/form-text.server.ts";
import { critical, storefrontOf } from "../server/storefront.server.ts";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { TextField } from "../ui/form/text-field.tsx";
import { ChipLink } from "../ui/link.tsx";
import { Notice } from "../ui/notice.tsx";
import { ProductLine } from "../ui/product-line.tsx";
import type { Route } from "./+types/notice-new";

const questions: Readonly<Record<NoticeKind, Message>> = {
  back_in_stock: msg("Shall we tell you when it is back?"),
  price_drop: msg("Shall we tell you when it gets cheaper?"),
};

function kindOf(params: URLSearchParams): NoticeKind {
  return params.get("kind") === "price_drop" ? "price_drop" : "back_in_stock";
}

export async function loader({ context, request, params, url }: Route.LoaderArgs) {
  const product = await critical(storefrontOf(context).api.product(params.slug));
  const { variants } = product;
  const variant = variants.find(({ sku }) => sku === url.searchParams.get("sku")) ?? variants[0];
  return {
    product,
    kind: kindOf(url.searchParams),
    variant: Object.values(variant?.options ?? {}).join(", "),
    sku: variant?.sku ?? "",
    isMember: request.headers.get("cookie")?.includes(`${MEMBER_COOKIE}=1`) === true,
  };
}

export async function action({ context, request }: Route.ActionArgs) {
  const { notices } = storefrontOf(context).client.api;
  const { email, sku, kind } = formTexts(await request.formData(), "email", "sku", "kind");
  const response = await notices.$post({
    json: {
      kind: kind === "price_drop" ? "price_drop" : "back_in_stock",
      sku,
      ...(email === "" ? {} : { email }),
    },
  });
  const problem = await problemOf(response, request);
  if (problem) return { problem };
  return { problem: undefined, ...(await answerOf(response)) };
}

export function meta({ loaderData }: Route.MetaArgs) {
  return [
    { title: loaderData ? t(questions[loaderData.kind]) : t("Tell me") },
    { name: "robots", content: "noindex" },
  ];
}

export default function NewNoticePage({ loaderData, actionData }: Route.ComponentProps) {
  const { product, kind, variant, sku, isMember } = loaderData;
  const next = actionData && "next" in actionData ? actionData.next : undefined;
  return (
    <div className="page pt-10 md:pt-16">
      <h1 className="text-40">{t(questions[kind])}</h1>
      <div className="mt-8 max-w-[26rem] space-y-8">
        <ProductLine product={product} {...(variant ? { note: variant } : {})} />
        {next === undefined ? (
          <PostForm problem={actionData?.problem}>
            <input type="hidden" name="sku" value={sku} />
            <input type="hidden" name="kind" value={kind} />
            {!isMember && (
              <TextField
                name="email"
                type="email"
                label={t("Where to write")}
                hint={t("We write once, and forget the address when you say so.")}
                autoComplete="email"
                maxLength={254}
              />
            )}
            <SubmitButton>{t("Tell me")}</SubmitButton>
          </PostForm>
        ) : (
          <Notice
            title={next === "watching" ? t("We will write") : t("Please look at your letters")}
          >
            {next === "watching"
              ? t("Once, when it is so.")
              : t("We have sent you a link. Follow it, and we will write when it is so.")}
            <p className="mt-4">
              <ChipLink to={`/p/${product.slug}`}>{t("Back to the product")}</ChipLink>
            </p>
          </Notice>
        )}
      </div>
    </div>
  );
}
