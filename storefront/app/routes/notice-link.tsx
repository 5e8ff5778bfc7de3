import { data } from "react-router";
import { msg, t } from "../language/text.ts";
import { answerOf, problemOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { ChipLink } from "../ui/link.tsx";
import { Notice } from "../ui/notice.tsx";
import { ProductLine } from "../ui/product-line.tsx";
import type { Route } from "./+types/notice-link";

/** Where the links of letters lead. Opening one does nothing yet: machines open links too. */
const pages = {
  confirm: {
    title: msg("Was it you?"),
    button: msg("Yes, tell me"),
    done: msg("We will write, once."),
  },
  stop: {
    title: msg("Shall we forget it?"),
    button: msg("Forget it"),
    done: msg("It is forgotten."),
  },
} as const;

type Purpose = keyof typeof pages;

function purposeOf(text: string): Purpose {
  if (text === "confirm" || text === "stop") return text;
  throw data({ code: "not_found" }, { status: 404 });
}

function linkOf(url: URL) {
  return { id: url.searchParams.get("id") ?? "", token: url.searchParams.get("token") ?? "" };
}

export async function loader({ context, params, url }: Route.LoaderArgs) {
  const purpose = purposeOf(params.purpose);
  const { links } = storefrontOf(context).client.api.notices;
  const answer = links[":purpose"].$get({ param: { purpose }, query: linkOf(url) });
  return { purpose, notice: await answerOf(answer) };
}

/** What was just forgotten is not there to be read again. */
export function shouldRevalidate(): boolean {
  return false;
}

export async function action({ context, params, url }: Route.ActionArgs) {
  const param = { purpose: purposeOf(params.purpose) };
  const { links } = storefrontOf(context).client.api.notices;
  const response = await links[":purpose"].$post({ param, json: linkOf(url) });
  return { problem: await problemOf(response) };
}

export function meta() {
  return [{ title: t("Letters from the shop") }, { name: "robots", content: "noindex" }];
}

export default function NoticeLinkPage({ loaderData, actionData }: Route.ComponentProps) {
  const { purpose, notice } = loaderData;
  const { kind, product } = notice;
  const { title, button, done } = pages[purpose];
  const isDone = actionData && !actionData.problem;
  return (
    <div className="page pt-10 md:pt-16">
      <h1 className="text-40">{isDone ? t("Done") : t(title)}</h1>
      <div className="mt-8 max-w-[26rem] space-y-8">
        {product && (
          <ProductLine
            product={product}
            note={kind === "back_in_stock" ? t("Back in stock") : t("A lower price")}
          />
        )}
        {isDone ? (
          <Notice title={t(done)}>
            <ChipLink to="/" className="mt-3">
              {t("To the shop")}
            </ChipLink>
          </Notice>
        ) : (
          <PostForm problem={actionData?.problem}>
            <SubmitButton>{t(button)}</SubmitButton>
          </PostForm>
        )}
      </div>
    </div>
  );
}
