import { redirect } from "react-router";
import { currentLocale } from "../language/current.ts";
import { rich, t } from "../language/text.ts";
import { declineText } from "../orders/decline-text.ts";
import { OrderLines } from "../orders/order-lines.tsx";
import { orderPath, orderRequest } from "../orders/order-request.server.ts";
import { OrderSums } from "../orders/order-sums.tsx";
import { StripeForm } from "../orders/stripe-form.tsx";
import { TestCardForm } from "../orders/test-card-form.tsx";
import { answerOf, problemOf } from "../server/answer.server.ts";
import { formTexts } from "../server/form-text.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { Notice } from "../ui/notice.tsx";
import type { Route } from "./+types/pay";

export async function loader({ context, request, params, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const asked = orderRequest({ params, url });
  const its = client.api.orders[":number"];
  const order = await answerOf(its.$get(asked), request);
  if (!order.can.pay || order.paymentUnderWay) throw redirect(orderPath(order.number, url));
  const payment = await answerOf(its.payment.$post(asked), request);
  if (payment.action.kind === "none") throw redirect(orderPath(order.number, url));
  return { order, payment, declined: declineText(order.paymentFailure) };
}

export async function action({ context, request, params, url }: Route.ActionArgs) {
  const { payments } = storefrontOf(context).client.api;
  const names = ["reference", "clientSecret", "card.number", "card.expiry", "card.code"] as const;
  const form = formTexts(await request.formData(), ...names);
  const { reference, clientSecret } = form;
  const card = {
    number: form["card.number"],
    expiry: form["card.expiry"],
    code: form["card.code"],
  };
  const response = await payments.test.confirm.$post({ json: { reference, clientSecret, card } });
  const problem = await problemOf(response);
  // Called off or over meanwhile: the order's page says how it stands.
  if (problem?.code === "wrong_state") return redirect(orderPath(params.number, url));
  if (problem) return { problem };
  const { status } = await answerOf(response);
  if (status === "declined") return { problem: undefined };
  if (status !== "challenge") return redirect(orderPath(params.number, url));
  const query = new URLSearchParams({
    token: url.searchParams.get("token") ?? "",
    reference,
    secret: clientSecret,
  });
  return redirect(`/checkout/pay/${params.number}/confirm?${query}`);
}

export function meta({ matches }: Route.MetaArgs) {
  return [
    { title: `${t("Pay")} · ${matches[0].loaderData.shop.name}` },
    { name: "robots", content: "noindex" },
  ];
}

export default function PayPage({ loaderData, actionData }: Route.ComponentProps) {
  const { order, payment, declined } = loaderData;
  const { action } = payment;
  return (
    <div className="page grid gap-x-16 gap-y-10 pt-8 md:pt-10 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="max-w-[34rem]">
        <h1 className="text-40">{t("Payment")}</h1>
        <p className="mt-3 text-ink-soft">
          {payment.expiresAt === undefined
            ? t("Order {number}", { number: order.number })
            : rich("Order {number}. Held for you until {time}", {
                number: order.number,
                time: <ClockTime at={payment.expiresAt} />,
              })}
        </p>
        {declined !== undefined && !actionData?.problem && (
          <div role="alert" className="mt-6">
            <Notice title={t("The payment did not go through")}>{declined}</Notice>
          </div>
        )}
        <div className="mt-8">
          {action.kind === "test_card" && (
            <TestCardForm
              reference={action.reference}
              clientSecret={action.clientSecret}
              amountMinor={payment.amountMinor}
              currency={payment.currency}
              problem={actionData?.problem}
            />
          )}
          {action.kind === "stripe" && (
            <StripeForm
              clientSecret={action.clientSecret}
              publishableKey={action.publishableKey}
              amountMinor={payment.amountMinor}
              currency={payment.currency}
              returnPath={payment.orderPath}
            />
          )}
        </div>
      </div>
      <aside
        aria-label={t("Your order")}
        className="rounded-picture bg-shade px-6 py-5 lg:self-start"
      >
        <OrderLines lines={order.lines} currency={order.currency} />
        <div className="mt-4">
          <OrderSums sums={order} />
        </div>
      </aside>
    </div>
  );
}

/** A time of today, in the reader's own zone once scripts run. */
function ClockTime({ at }: { at: string }) {
  return (
    <time dateTime={at} className="figures" suppressHydrationWarning>
      {new Date(at).toLocaleTimeString(currentLocale(), { hour: "2-digit", minute: "2-digit" })}
    </time>
  );
}
