import type { ApiClient } from "@slipstream/edge/api/in-process-client";
import { redirect } from "react-router";
import { answerOf, problemOf } from "../server/answer.server.ts";
import { formTexts } from "../server/form-text.server.ts";

/** What the forms of the privacy pages ask for: then the receipt, or what went wrong. */
export async function privacyAction(client: ApiClient, request: Request) {
  const { intent, password } = formTexts(await request.formData(), "intent", "password");
  const { privacy } = client.api;
  const response =
    intent === "erase"
      ? await privacy.erase.$post({ json: password === "" ? {} : { password } })
      : await privacy["forget-history"].$post();
  const problem = await problemOf(response, request);
  if (problem) return { intent, problem };
  const { receiptId } = await answerOf(response);
  return redirect(`/privacy/receipt/${receiptId}`);
}
