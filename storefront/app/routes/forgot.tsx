import { Door, doorMeta } from "../account/door.tsx";
import { t } from "../language/text.ts";
import { problemOf } from "../server/answer.server.ts";
import { formTexts } from "../server/form-text.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { TextField } from "../ui/form/text-field.tsx";
import { TextLink } from "../ui/link.tsx";
import { Notice } from "../ui/notice.tsx";
import type { Route } from "./+types/forgot";

export async function action({ context, request }: Route.ActionArgs) {
  const { email } = formTexts(await request.formData(), "email");
  const { forgot } = storefrontOf(context).client.api.auth.password;
  const problem = await problemOf(await forgot.$post({ json: { email } }));
  return problem ? { problem, email } : { sentTo: email };
}

export function meta({ matches }: Route.MetaArgs) {
  return doorMeta(t("A new password"), matches[0].loaderData.shop.name);
}

export default function ForgotPage({ actionData }: Route.ComponentProps) {
  if (actionData?.sentTo !== undefined) {
    return (
      <Door
        title={t("Look into your mail")}
        aside={<TextLink to="/login">{t("Back to signing in")}</TextLink>}
      >
        <Notice
          title={t("If {email} has an account, a letter is on its way", {
            email: actionData.sentTo,
          })}
        >
          {t("Its link works for an hour, and once.")}
        </Notice>
      </Door>
    );
  }
  return (
    <Door
      title={t("A new password")}
      lead={t("Tell us your address, and we send you a link with which you choose another one.")}
      aside={<TextLink to="/login">{t("Back to signing in")}</TextLink>}
    >
      <PostForm problem={actionData?.problem}>
        <TextField
          name="email"
          label={t("Email")}
          type="email"
          autoComplete="username"
          defaultValue={actionData?.email}
        />
        <SubmitButton className="w-full">{t("Send the link")}</SubmitButton>
      </PostForm>
    </Door>
  );
}
