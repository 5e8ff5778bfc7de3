import { redirect } from "react-router";
import { Door, doorMeta } from "../account/door.tsx";
import { t } from "../language/text.ts";
import { orderPath } from "../orders/order-request.server.ts";
import { answerOf, problemOf } from "../server/answer.server.ts";
import { formTexts } from "../server/form-text.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import type { Route } from "./+types/pay-challenge";

export function loader({ url }: Route.LoaderArgs) {
  return {
    reference: url.searchParams.get("reference") ?? "",
    clientSecret: url.searchParams.get("secret") ?? "",
  };
}

export async function action({ context, request, params, url }: Route.ActionArgs) {
  const { payments } = storefrontOf(context).client.api;
  const form = formTexts(await request.formData(), "reference", "clientSecret", "intent");
  const { reference, clientSecret, intent } = form;
  const json = { reference, clientSecret, confirm: intent === "yes" };
  const response = await payments.test.challenge.$post({ json });
  const problem = await problemOf(response);
  if (problem && problem.code !== "wrong_state") return { problem };
  const declined = !problem && (await answerOf(response)).status === "declined";
  const order = orderPath(params.number, url);
  return redirect(declined ? order.replace("/orders/", "/checkout/pay/") : order);
}

export function meta({ matches }: Route.MetaArgs) {
  return doorMeta(t("Is it you?"), matches[0].loaderData.shop.name);
}

/** What a buyer's bank asks before it agrees; here the test provider's. */
export default function PayChallengePage({ loaderData, actionData }: Route.ComponentProps) {
  const { reference, clientSecret } = loaderData;
  const form = (intent: "yes" | "no", text: string) => (
    <PostForm problem={intent === "yes" ? actionData?.problem : undefined} intent={intent}>
      <input type="hidden" name="reference" value={reference} />
      <input type="hidden" name="clientSecret" value={clientSecret} />
      <SubmitButton intent={intent} look={intent === "yes" ? "strong" : "plain"} className="w-full">
        {text}
      </SubmitButton>
    </PostForm>
  );
  return (
    <Door
      title={t("Is it you?")}
      lead={t(
        "Test bank: you are about to pay in this shop with your test card. A real bank asks here for a code or your fingerprint.",
      )}
    >
      <div className="space-y-3">
        {form("yes", t("Yes, pay"))}
        {form("no", t("No, stop"))}
      </div>
    </Door>
  );
}
