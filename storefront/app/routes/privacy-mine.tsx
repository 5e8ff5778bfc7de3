import { redirect } from "react-router";
import { t } from "../language/text.ts";
import { privacyAction } from "../privacy/privacy-action.server.ts";
import { PrivacyDashboard } from "../privacy/privacy-dashboard.tsx";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import type { Route } from "./+types/privacy-mine";

export async function loader({ context }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const known = await answerOf(client.api.privacy.$get());
  if (known.member) throw redirect("/account/privacy");
  return { known };
}

export function action({ context, request }: Route.ActionArgs) {
  return privacyAction(storefrontOf(context).client, request);
}

export function meta({ matches }: Route.MetaArgs) {
  return [
    { title: `${t("What we know about you")} · ${matches[0].loaderData.shop.name}` },
    { name: "robots", content: "noindex" },
  ];
}

/** For guests; members find the same in their account. */
export default function PrivacyMinePage({ loaderData, actionData }: Route.ComponentProps) {
  return (
    <div className="page pt-10 md:pt-16">
      <h1 className="text-40 md:text-64">{t("What we know about you")}</h1>
      <div className="mt-10">
        <PrivacyDashboard known={loaderData.known} outcome={actionData} />
      </div>
    </div>
  );
}
