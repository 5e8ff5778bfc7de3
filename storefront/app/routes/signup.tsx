import { MIN_PASSWORD_LENGTH } from "@slipstream/contracts/password-rules";
import { redirect, redirectDocument } from "react-router";
import { Door, doorMeta } from "../account/door.tsx";
import { returnPath } from "../account/return-path.ts";
import { t } from "../language/text.ts";
import { answerOf, problemOf } from "../server/answer.server.ts";
import { formTexts } from "../server/form-text.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { PasswordField } from "../ui/form/password-field.tsx";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { TextField } from "../ui/form/text-field.tsx";
import { TextLink } from "../ui/link.tsx";
import type { Route } from "./+types/signup";

export async function loader({ context, url }: Route.LoaderArgs) {
  const { member } = await answerOf(storefrontOf(context).client.api.session.$get());
  if (member) throw redirect(returnPath(url));
  return { search: url.search };
}

export async function action({ context, request, url }: Route.ActionArgs) {
  const { email, password, name } = formTexts(
    await request.formData(),
    "email",
    "password",
    "name",
  );
  const { signup } = storefrontOf(context).client.api.auth;
  const problem = await problemOf(await signup.$post({ json: { email, password, name } }));
  if (problem) return { problem, email, name };
  return redirectDocument(returnPath(url));
}

export function meta({ matches }: Route.MetaArgs) {
  return doorMeta(t("Open an account"), matches[0].loaderData.shop.name);
}

export default function SignUpPage({ loaderData, actionData }: Route.ComponentProps) {
  return (
    <Door
      title={t("Open an account")}
      lead={t("Your cart and your orders, on all your devices.")}
      aside={
        <p>
          {t("Here before?")} <TextLink to={`/login${loaderData.search}`}>{t("Sign in")}</TextLink>
        </p>
      }
    >
      <PostForm problem={actionData?.problem}>
        <TextField
          name="name"
          label={t("Name")}
          required={false}
          autoComplete="name"
          maxLength={120}
          defaultValue={actionData?.name}
        />
        <TextField
          name="email"
          label={t("Email")}
          type="email"
          autoComplete="username"
          defaultValue={actionData?.email}
        />
        <PasswordField
          name="password"
          label={t("Password")}
          hint={t(
            "At least {count} characters. Three words that only you would put together are good.",
            { count: MIN_PASSWORD_LENGTH },
          )}
          autoComplete="new-password"
          minLength={MIN_PASSWORD_LENGTH}
        />
        <SubmitButton className="w-full">{t("Open the account")}</SubmitButton>
      </PostForm>
    </Door>
  );
}
