import { recentProducts } from "../../account/recent.server.ts";
import { RecentSection } from "../../account/recent-section.tsx";
import { Done, Section } from "../../account/section.tsx";
import { t } from "../../language/text.ts";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { dayText } from "../../ui/date-text.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import type { Route } from "./+types/profile";

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const recent = recentProducts(client);
  return { account: await answerOf(client.api.account.$get(), request), recent };
}

export async function action({ context, request }: Route.ActionArgs) {
  const json = formTexts(await request.formData(), "name");
  const { account } = storefrontOf(context).client.api;
  return { problem: await problemOf(await account.$patch({ json }), request) };
}

export default function ProfilePage({ loaderData, actionData }: Route.ComponentProps) {
  const { account } = loaderData;
  const { email, createdAt } = account;
  return (
    <>
      <h1 className="text-40">{t("Profile")}</h1>
      <div className="mt-8">
        <Section
          title={t("How we call you")}
          lead={t("You sign in with {email}, since {day}.", { email, day: dayText(createdAt) })}
        >
          {actionData && !actionData.problem && <Done>{t("Your name is saved.")}</Done>}
          <PostForm problem={actionData?.problem}>
            <TextField
              name="name"
              label={t("Name")}
              autoComplete="name"
              maxLength={120}
              defaultValue={account.name}
            />
            <SubmitButton>{t("Save")}</SubmitButton>
          </PostForm>
        </Section>
      </div>
      <RecentSection recent={loaderData.recent} />
    </>
  );
}
