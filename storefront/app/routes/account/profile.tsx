import { recentProducts } from "../../account/recent.server.ts";
import { RecentSection } from "../../account/recent-section.tsx";
import { Done, Section } from "../../account/section.tsx";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
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
  const since = new Date(account.createdAt).toLocaleDateString("en-GB", {
    dateStyle: "long",
    timeZone: "UTC",
  });
  return (
    <>
      <h1 className="text-40">Profile</h1>
      <div className="mt-8">
        <Section
          title="How we call you"
          lead={`You sign in with ${account.email}, since ${since}.`}
        >
          {actionData && !actionData.problem && <Done>Your name is saved.</Done>}
          <PostForm problem={actionData?.problem}>
            <TextField
              name="name"
              label="Name"
              autoComplete="name"
              maxLength={120}
              defaultValue={account.name}
            />
            <SubmitButton>Save</SubmitButton>
          </PostForm>
        </Section>
      </div>
      <RecentSection recent={loaderData.recent} />
    </>
  );
}
