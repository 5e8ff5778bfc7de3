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
import { Notice } from "../ui/notice.tsx";
import type { Route } from "./+types/login";

export async function loader({ context, url }: Route.LoaderArgs) {
  const { member } = await answerOf(storefrontOf(context).client.api.session.$get());
  if (member) throw redirect(returnPath(url));
  const { searchParams: asked, search } = url;
  return { hasNewPassword: asked.has("new-password"), goesOn: asked.has("to"), search };
}

export async function action({ context, request, url }: Route.ActionArgs) {
  const { login } = storefrontOf(context).client.api.auth;
  const form = formTexts(await request.formData(), "email", "password", "challenge", "code");
  const { email, password, challenge, code } = form;
  const response =
    challenge === ""
      ? await login.$post({ json: { email, password } })
      : await login["second-step"].$post({ json: { challenge, code } });
  const problem = await problemOf(response);
  if (problem) {
    // Too long ago: the password has to be shown again.
    const kept = problem.code === "session_expired" ? "" : challenge;
    return { problem, email, challenge: kept };
  }
  const answer = await answerOf(response);
  if (answer.state === "second_step") return { email, challenge: answer.challenge };
  // The whole document: what a guest's page has in memory is not this member's.
  return redirectDocument(returnPath(url));
}

export function meta({ matches }: Route.MetaArgs) {
  return doorMeta(t("Sign in"), matches[0].loaderData.shop.name);
}

export default function LoginPage({ loaderData, actionData }: Route.ComponentProps) {
  const { hasNewPassword, goesOn, search } = loaderData;
  if (actionData?.challenge) {
    return <SecondStep challenge={actionData.challenge} problem={actionData.problem} />;
  }
  return (
    <Door
      title={t("Sign in")}
      lead={goesOn ? t("Then you go on where you were.") : undefined}
      aside={
        <>
          <p>
            <TextLink to="/forgot">{t("Forgotten your password?")}</TextLink>
          </p>
          <p>
            {t("New here?")} <TextLink to={`/signup${search}`}>{t("Open an account")}</TextLink>
          </p>
        </>
      }
    >
      {hasNewPassword && (
        <div className="mb-6">
          <Notice title={t("Your new password is set")}>{t("Please sign in with it.")}</Notice>
        </div>
      )}
      <PostForm problem={actionData?.problem}>
        <TextField
          name="email"
          label={t("Email")}
          type="email"
          autoComplete="username"
          defaultValue={actionData?.email}
        />
        <PasswordField name="password" label={t("Password")} autoComplete="current-password" />
        <SubmitButton className="w-full">{t("Sign in")}</SubmitButton>
      </PostForm>
    </Door>
  );
}

interface SecondStepProps {
  challenge: string;
  problem: React.ComponentProps<typeof PostForm>["problem"];
}

function SecondStep({ challenge, problem }: SecondStepProps) {
  return (
    <Door
      title={t("One more step")}
      lead={t("Please enter the six digits that your app shows, or one of your recovery codes.")}
    >
      <PostForm problem={problem}>
        <input type="hidden" name="challenge" value={challenge} />
        <TextField
          name="code"
          label={t("Code")}
          autoComplete="one-time-code"
          inputMode="text"
          autoFocus
          className="figures"
        />
        <SubmitButton className="w-full">{t("Sign in")}</SubmitButton>
      </PostForm>
    </Door>
  );
}
