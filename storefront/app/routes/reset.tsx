import { MIN_PASSWORD_LENGTH } from "@slipstream/contracts/password-rules";
import { redirect } from "react-router";
import { Door, doorMeta } from "../account/door.tsx";
import { t } from "../language/text.ts";
import { problemOf } from "../server/answer.server.ts";
import { formTexts } from "../server/form-text.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { PasswordField } from "../ui/form/password-field.tsx";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { TextLink } from "../ui/link.tsx";
import type { Route } from "./+types/reset";

export function loader({ url }: Route.LoaderArgs) {
  const token = url.searchParams.get("token");
  if (!token) throw redirect("/forgot");
  return { token };
}

export async function action({ context, request }: Route.ActionArgs) {
  const { token, password } = formTexts(await request.formData(), "token", "password");
  const { reset } = storefrontOf(context).client.api.auth.password;
  const problem = await problemOf(await reset.$post({ json: { token, password } }));
  return problem ? { problem } : redirect("/login?new-password");
}

export function meta({ matches }: Route.MetaArgs) {
  return doorMeta(t("A new password"), matches[0].loaderData.shop.name);
}

export default function ResetPage({ loaderData, actionData }: Route.ComponentProps) {
  return (
    <Door
      title={t("A new password")}
      lead={t("Everywhere else you are signed out when you set it.")}
      aside={<TextLink to="/forgot">{t("Ask for a new link")}</TextLink>}
    >
      <PostForm problem={actionData?.problem}>
        <input type="hidden" name="token" value={loaderData.token} />
        <PasswordField
          name="password"
          label={t("New password")}
          hint={t("At least {count} characters.", { count: MIN_PASSWORD_LENGTH })}
          autoComplete="new-password"
          minLength={MIN_PASSWORD_LENGTH}
        />
        <SubmitButton className="w-full">{t("Set it")}</SubmitButton>
      </PostForm>
    </Door>
  );
}
