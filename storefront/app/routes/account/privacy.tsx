import { t } from "../../language/text.ts";
import { privacyAction } from "../../privacy/privacy-action.server.ts";
import { PrivacyDashboard } from "../../privacy/privacy-dashboard.tsx";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import type { Route } from "./+types/privacy";

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  return { known: await answerOf(client.api.privacy.$get(), request) };
}

export function action({ context, request }: Route.ActionArgs) {
  return privacyAction(storefrontOf(context).client, request);
}

export default function AccountPrivacyPage({ loaderData, actionData }: Route.ComponentProps) {
  return (
    <>
      <h1 className="text-40">{t("What we know about you")}</h1>
      <div className="mt-8">
        <PrivacyDashboard known={loaderData.known} outcome={actionData} />
      </div>
    </>
  );
}
