import { redirect } from "react-router";
import { Door, doorMeta } from "../account/door.tsx";
import { t } from "../language/text.ts";
import { answerOf, problemOf } from "../server/answer.server.ts";
import { formTexts } from "../server/form-text.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { TextLink } from "../ui/link.tsx";
import { Notice } from "../ui/notice.tsx";
import type { Route } from "./+types/confirm-email";

/** Where the letter's link leads. Opening it does nothing yet: machines open links too. */
export async function loader({ context, request, url }: Route.LoaderArgs) {
  const token = url.searchParams.get("token");
  if (!token) throw redirect("/account/security");
  await answerOf(storefrontOf(context).client.api.account.$get(), request);
  return { token };
}

export async function action({ context, request }: Route.ActionArgs) {
  const json = formTexts(await request.formData(), "token");
  const { confirm } = storefrontOf(context).client.api.account.email;
  return { problem: await problemOf(await confirm.$post({ json }), request) };
}

export function meta({ matches }: Route.MetaArgs) {
  return doorMeta(t("Your address"), matches[0].loaderData.shop.name);
}

export default function ConfirmEmailPage({ loaderData, actionData }: Route.ComponentProps) {
  const aside = <TextLink to="/account/security">{t("Back to your account")}</TextLink>;
  if (actionData && !actionData.problem) {
    return (
      <Door title={t("Your address")} aside={aside}>
        <Notice title={t("Your address is confirmed")}>
          {t("Letters about your account go there.")}
        </Notice>
      </Door>
    );
  }
  return (
    <Door
      title={t("Is this your address?")}
      lead={t("You followed the link of a letter: it is yours, then.")}
      aside={aside}
    >
      <PostForm problem={actionData?.problem}>
        <input type="hidden" name="token" value={loaderData.token} />
        <SubmitButton className="w-full">{t("Confirm it")}</SubmitButton>
      </PostForm>
    </Door>
  );
}
