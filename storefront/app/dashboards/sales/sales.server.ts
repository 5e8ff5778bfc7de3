import { currencyDigits } from "@slipstream/contracts/currency-digits";
import { IDEMPOTENCY_HEADER } from "@slipstream/contracts/idempotency";
import { orderStates } from "@slipstream/contracts/order-states";
import type { RouterContextProvider } from "react-router";
import { redirect } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import type { FormProblem } from "../../ui/form/form-problem.ts";
import { choiceParam, pageParam, wordsParam } from "../shell/page-param.ts";
import { minorOf } from "./minor-of.ts";

interface PageArgs {
  context: Readonly<RouterContextProvider>;
  request: Request;
  url: URL;
}

/** The list of sales that an address asks for. */
export function loadSales({ context, request, url }: PageArgs) {
  const { client } = storefrontOf(context);
  const { searchParams } = url;
  const query = {
    state: choiceParam(searchParams, "state", orderStates),
    view: choiceParam(searchParams, "view", ["open", "returns"]),
    search: wordsParam(searchParams)?.slice(0, 100),
    page: pageParam(searchParams),
  };
  return answerOf(client.api.sales.$get({ query }), request);
}

const fields = [
  "intent",
  "key",
  "carrier",
  "trackingNumber",
  "shipmentId",
  "returnId",
  "amount",
  "currency",
  "reason",
  "answer",
  "restock",
] as const;

/** Does what a form of a sale's page asks for, and leads back to the page. */
export async function actOnSale({
  context,
  request,
  url,
  number,
}: PageArgs & { number: string }): Promise<
  | {
      intent: string;
      problem: FormProblem;
    }
  | Response
> {
  const { sales, orders } = storefrontOf(context).client.api;
  const form = await request.formData();
  const texts = formTexts(form, ...fields);
  const { intent, reason } = texts;
  const its = sales[":number"];
  const param = { number };
  const lines = unitsOf(form);
  const once = { headers: { [IDEMPOTENCY_HEADER]: texts.key } };
  const send = () => {
    switch (intent) {
      case "ship": {
        const { carrier, trackingNumber } = texts;
        const some = lines.length > 0 ? { lines } : {};
        return its.shipments.$post({ param, json: { carrier, trackingNumber, ...some } });
      }
      case "deliver":
        return its.shipments[":id"].deliver.$post({ param: { number, id: texts.shipmentId } });
      case "refund-lines":
        return its.refunds.$post(
          { param, json: { lines, reason, restock: texts.restock === "on" } },
          once,
        );
      case "refund-amount": {
        const amountMinor = minorOf(texts.amount, currencyDigits(texts.currency));
        return its.refunds.$post({ param, json: { amountMinor, reason } }, once);
      }
      case "approve":
      case "refuse": {
        const json = { approve: intent === "approve", answer: texts.answer };
        const of = { number, id: texts.returnId };
        return its.returns[":id"].decision.$post({ param: of, json });
      }
      case "receive": {
        const json = { restock: texts.restock === "on" };
        return its.returns[":id"].receive.$post({ param: { number, id: texts.returnId }, json });
      }
      default:
        return orders[":number"].cancel.$post({ param, query: {}, json: { reason } });
    }
  };
  const problem = await problemOf(await send(), request);
  return problem ? { intent, problem } : redirect(url.pathname);
}

/** How many of each line a form names: `units.3` = 2. */
function unitsOf(form: FormData): { position: number; quantity: number }[] {
  return [...form].flatMap(([name, value]) => {
    const position = /^units\.(\d+)$/.exec(name)?.[1];
    const quantity = Number(value);
    return position !== undefined && quantity > 0 ? [{ position: Number(position), quantity }] : [];
  });
}
