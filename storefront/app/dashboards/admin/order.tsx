import { CancelForm } from "../../orders/cancel-form.tsx";
import { OrderSums } from "../../orders/order-sums.tsx";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { SalePage } from "../sales/sale-page.tsx";
import { actOnSale } from "../sales/sales.server.ts";
import { ActionLink } from "../shell/action-link.tsx";
import { Section } from "../shell/dashboard-shell.tsx";
import type { Route } from "./+types/order";

export async function loader({ context, request, params }: Route.LoaderArgs) {
  const { sales, orders } = storefrontOf(context).client.api;
  const param = { number: params.number };
  const [sale, order] = await Promise.all([
    answerOf(sales[":number"].$get({ param }), request),
    answerOf(orders[":number"].$get({ param, query: {} }), request),
  ]);
  return { sale, order, refundKey: crypto.randomUUID() };
}

export function action({ context, request, params, url }: Route.ActionArgs) {
  return actOnSale({ context, request, url, number: params.number });
}

export function meta({ params, matches }: Route.MetaArgs) {
  return [{ title: `Order ${params.number} · ${matches[0].loaderData.shop.name}` }];
}

export default function AdminOrderPage({ loaderData, actionData }: Route.ComponentProps) {
  const { sale, order, refundKey } = loaderData;
  return (
    <SalePage
      sale={sale}
      refundKey={refundKey}
      outcome={actionData}
      trail={{ name: "Orders", to: "/admin/orders" }}
      actions={
        <>
          {order.paidMinor > 0 && (
            <ActionLink to={`/orders/${order.number}/invoice`}>Invoice</ActionLink>
          )}
          {order.can.cancel && <CancelForm order={order} problem={undefined} />}
        </>
      }
      beside={
        <>
          {order.email !== undefined && (
            <Section title="Buyer">
              <p className="text-14 break-words">{order.email}</p>
            </Section>
          )}
          <Section title="Sums">
            <OrderSums sums={order} />
          </Section>
        </>
      }
    />
  );
}
