import type { OrderDetail } from "@slipstream/contracts/order-api";
import { useEffect } from "react";
import { redirect, useRevalidator } from "react-router";
import { useMoney } from "../dashboards/money.ts";
import { ActionLink } from "../dashboards/shell/action-link.tsx";
import { t } from "../language/text.ts";
import { CancelForm } from "../orders/cancel-form.tsx";
import { declineText } from "../orders/decline-text.ts";
import { openingOf } from "../orders/opening.ts";
import { carryOut } from "../orders/order-action.server.ts";
import { OrderLines } from "../orders/order-lines.tsx";
import { orderPath, orderRequest } from "../orders/order-request.server.ts";
import { OrderSums } from "../orders/order-sums.tsx";
import { timelineOf } from "../orders/order-words.ts";
import { Parcels } from "../orders/parcels.tsx";
import { PostalLines } from "../orders/postal-lines.tsx";
import { ReturnForm } from "../orders/return-form.tsx";
import { ReturnList } from "../orders/return-list.tsx";
import { Timeline } from "../orders/timeline.tsx";
import { WithdrawForm } from "../orders/withdraw-form.tsx";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { TextLink } from "../ui/link.tsx";
import type { Route } from "./+types/order";

/** How often a page looks whether the bank has answered. */
const LOOK_MS = 2_000;

export async function loader({ context, request, params, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const order = await answerOf(
    client.api.orders[":number"].$get(orderRequest({ params, url })),
    request,
  );
  // Stripe leads back here before its webhook may have come.
  const back = url.searchParams.get("redirect_status") === "succeeded";
  return {
    order,
    isWaiting: order.state === "payment_pending" && (order.paymentUnderWay || back),
    declined: declineText(order.paymentFailure),
    payPath: orderPath(order.number, url).replace("/orders/", "/checkout/pay/"),
    invoicePath: orderPath(order.number, url, "/invoice"),
  };
}

export async function action({ context, request, params, url }: Route.ActionArgs) {
  const its = storefrontOf(context).client.api.orders[":number"];
  const asked = orderRequest({ params, url });
  const form = await request.formData();
  const { intent, problem } = await carryOut(its, asked, form);
  return problem ? { intent, problem } : redirect(orderPath(params.number, url));
}

export function meta({ loaderData, matches }: Route.MetaArgs) {
  const number = loaderData?.order.number ?? "";
  return [
    { title: `${t("Order {number}", { number })} · ${matches[0].loaderData.shop.name}` },
    { name: "robots", content: "noindex" },
    // The address holds the order's key: no other site is to see it.
    { name: "referrer", content: "same-origin" },
  ];
}

export default function OrderPage({ loaderData, actionData }: Route.ComponentProps) {
  const { order, isWaiting, declined, payPath, invoicePath } = loaderData;
  useLooking(isWaiting);
  const opening = openingOf(order, isWaiting);
  const isPaid = order.paidMinor > 0 || order.events.some(({ to }) => to === "paid");
  return (
    <div className="page pt-8 md:pt-10">
      {isWaiting && (
        <noscript>
          <meta httpEquiv="refresh" content="4" />
        </noscript>
      )}
      <p className="text-14 text-ink-soft">{t("Order {number}", { number: order.number })}</p>
      <h1 className="mt-1 text-40 md:text-64">{opening.title}</h1>
      <p className="measure mt-4 text-20 text-ink-soft" role="status">
        {declined ?? opening.lead}
      </p>
      <div className="mt-6 flex flex-wrap items-center gap-3 print:hidden">
        {order.can.pay && !isWaiting && (
          <ActionLink to={payPath} look="strong" reloadDocument>
            {declined === undefined ? t("Go to payment") : t("Try another card")}
          </ActionLink>
        )}
        {isPaid && <ActionLink to={invoicePath}>{t("Invoice")}</ActionLink>}
        {order.can.cancel && !isWaiting && (
          <CancelForm
            order={order}
            problem={actionData?.intent === "cancel" ? actionData.problem : undefined}
          />
        )}
      </div>
      <div className="mt-10 grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="space-y-10">
          <section>
            <h2 className="text-28">{t("What you bought")}</h2>
            <div className="mt-4">
              <OrderLines lines={order.lines} currency={order.currency} />
            </div>
          </section>
          {order.shipments.length > 0 && (
            <section>
              <h2 className="text-28">{t("Parcels")}</h2>
              <div className="mt-4">
                <Parcels shipments={order.shipments} lines={order.lines} />
              </div>
            </section>
          )}
          {order.returns.length > 0 && (
            <section>
              <h2 className="text-28">{t("Returns")}</h2>
              <div className="mt-4">
                <ReturnList
                  returns={order.returns}
                  lines={order.lines}
                  act={(one) => <WithdrawForm one={one} />}
                />
              </div>
              {actionData?.intent === "withdraw" && (
                <p role="alert" className="mt-2 text-14 text-error">
                  {actionData.problem.detail}
                </p>
              )}
            </section>
          )}
          {order.can.requestReturn && (
            <ReturnForm
              // What was asked for is asked for: the next one begins empty.
              key={order.returns.length}
              lines={order.lines}
              problem={actionData?.intent === "return" ? actionData.problem : undefined}
            />
          )}
        </div>
        <Beside order={order} />
      </div>
    </div>
  );
}

function Beside({ order }: { order: OrderDetail }) {
  const money = useMoney(order.currency);
  return (
    <aside className="space-y-10">
      <section className="rounded-picture bg-shade px-6 py-5">
        <h2 className="sr-only">{t("Sums")}</h2>
        <OrderSums sums={order} />
      </section>
      {order.shippingAddress && (
        <section>
          <h2 className="text-20">{t("Delivery address")}</h2>
          <div className="mt-2">
            <PostalLines address={order.shippingAddress} />
          </div>
        </section>
      )}
      <section>
        <h2 className="text-20">{t("What happened")}</h2>
        <div className="mt-4">
          <Timeline entries={timelineOf(order.events, money)} />
        </div>
      </section>
      <p className="text-14 text-ink-soft print:hidden">
        <TextLink to="/">{t("Back to the shop")}</TextLink>
      </p>
    </aside>
  );
}

/** Looks again until the bank has answered. */
function useLooking(isWaiting: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => void revalidate(), LOOK_MS);
    return () => clearInterval(timer);
  }, [isWaiting, revalidate]);
}
