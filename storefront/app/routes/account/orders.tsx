import { Badge } from "../../dashboards/shell/badge.tsx";
import { rich, t } from "../../language/text.ts";
import { pageOf } from "../../list-query.ts";
import { stateWords } from "../../orders/order-words.ts";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { dayText } from "../../ui/date-text.ts";
import { ChipLink, TextLink } from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Pagination } from "../../ui/pagination.tsx";
import { Price } from "../../ui/price.tsx";
import type { Route } from "./+types/orders";

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const query = { page: String(pageOf(url.searchParams)) };
  return answerOf(client.api.orders.$get({ query }), request);
}

export default function OrdersPage({ loaderData }: Route.ComponentProps) {
  const { orders, page, pages } = loaderData;
  return (
    <>
      <h1 className="text-40">{t("Orders")}</h1>
      <div className="mt-8 max-w-[46rem]">
        {orders.length === 0 ? (
          <Notice title={t("No orders yet")}>
            {t("What you buy while signed in is listed here.")}{" "}
            <TextLink to="/">{t("Look around")}</TextLink>
          </Notice>
        ) : (
          <ul>
            {orders.map((order) => (
              <li
                key={order.number}
                className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-line border-t py-5"
              >
                <div className="min-w-0 flex-1 basis-[16rem]">
                  <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <TextLink to={`/orders/${order.number}`} className="font-medium">
                      {order.number}
                    </TextLink>
                    <Badge tone={stateWords[order.state].tone}>
                      {t(stateWords[order.state].name)}
                    </Badge>
                  </p>
                  <p className="mt-1 line-clamp-2 text-14 text-ink-soft">
                    {order.titles.join(", ")}
                  </p>
                  <p className="text-14 text-ink-soft">{dayText(order.createdAt)}</p>
                </div>
                <p className="text-right">
                  <Price minor={order.totalMinor} currency={order.currency} />
                  {order.refundedMinor > 0 && (
                    <span className="block text-14 text-ink-soft">
                      {rich("{price} back", {
                        price: <Price minor={order.refundedMinor} currency={order.currency} />,
                      })}
                    </span>
                  )}
                </p>
                {order.state === "payment_pending" && (
                  <ChipLink to={`/checkout/pay/${order.number}`} reloadDocument>
                    {t("Pay")}
                  </ChipLink>
                )}
              </li>
            ))}
          </ul>
        )}
        <Pagination page={page} pages={pages} to={(to) => `?page=${to}`} />
      </div>
    </>
  );
}
