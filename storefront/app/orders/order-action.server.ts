import type { ApiClient } from "@slipstream/edge/api/in-process-client";
import { problemOf } from "../server/answer.server.ts";
import type { FormProblem } from "../ui/form/form-problem.ts";
import type { orderRequest } from "./order-request.server.ts";

type Intent = "cancel" | "return" | "withdraw";

/** Carries out a form of an order's page. */
export async function carryOut(
  its: ApiClient["api"]["orders"][":number"],
  asked: ReturnType<typeof orderRequest>,
  form: FormData,
): Promise<{ intent: Intent; problem: FormProblem | undefined }> {
  const wanted = form.get("intent");
  const reason = String(form.get("reason") ?? "");
  if (wanted === "return") {
    const json = { lines: unitsOf(form), reason };
    return {
      intent: "return",
      problem: await problemOf(await its.returns.$post({ ...asked, json })),
    };
  }
  if (wanted === "withdraw") {
    const param = { ...asked.param, returnId: String(form.get("returnId") ?? "") };
    const response = await its.returns[":returnId"].withdraw.$post({ ...asked, param });
    return { intent: "withdraw", problem: await problemOf(response) };
  }
  const response = await its.cancel.$post({ ...asked, json: { reason } });
  return { intent: "cancel", problem: await problemOf(response) };
}

/** Fields `units.<position>` that say more than none. */
function unitsOf(form: FormData) {
  return [...form].flatMap(([name, value]) => {
    const position = /^units\.(\d+)$/.exec(name)?.[1];
    const quantity = Number(value);
    return position !== undefined && quantity > 0 ? [{ position: Number(position), quantity }] : [];
  });
}
