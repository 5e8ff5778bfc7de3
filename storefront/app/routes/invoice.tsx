import { rich, t } from "../language/text.ts";
import { orderPath, orderRequest } from "../orders/order-request.server.ts";
import { OrderSums, taxText } from "../orders/order-sums.tsx";
import { PostalLines } from "../orders/postal-lines.tsx";
import { PrintButton } from "../orders/print-button.tsx";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { dayText } from "../ui/date-text.ts";
import { TextLink } from "../ui/link.tsx";
import { Price } from "../ui/price.tsx";
import type { Route } from "./+types/invoice";

export async function loader({ context, request, params, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const asked = orderRequest({ params, url });
  const invoice = await answerOf(client.api.orders[":number"].invoice.$get(asked), request);
  return { invoice, back: orderPath(invoice.orderNumber, url) };
}

export function meta({ loaderData, matches }: Route.MetaArgs) {
  return [
    {
      title: `${t("Invoice")} ${loaderData?.invoice.number ?? ""} · ${matches[0].loaderData.shop.name}`,
    },
    { name: "robots", content: "noindex" },
    { name: "referrer", content: "same-origin" },
  ];
}

/** A sheet of paper: what is around it on the screen is not printed. */
export default function InvoicePage({ loaderData }: Route.ComponentProps) {
  const { invoice, back } = loaderData;
  const { currency, to, taxLines } = invoice;
  return (
    <div className="page pt-8 md:pt-10 print:p-0">
      <div className="mx-auto flex max-w-[48rem] flex-wrap items-center justify-between gap-3 print:hidden">
        <TextLink to={back} className="text-14">
          {t("Back to the order")}
        </TextLink>
        <PrintButton />
      </div>
      <div className="mx-auto mt-8 max-w-[48rem] print:mt-0">
        <div className="flex flex-wrap items-start justify-between gap-6">
          <div>
            <p className="font-display text-20 font-semibold">{invoice.shopName}</p>
            {invoice.company.length > 0 && (
              <p className="mt-1 text-14 whitespace-pre-line text-ink-soft">
                {invoice.company.join("\n")}
              </p>
            )}
            <h1 className="mt-6 text-40">{t("Invoice")}</h1>
          </div>
          <dl className="figures grid grid-cols-[auto_auto] gap-x-6 gap-y-1 text-14">
            <dt className="text-ink-soft">{t("Invoice")}</dt>
            <dd className="text-right">{invoice.number}</dd>
            <dt className="text-ink-soft">{t("Order")}</dt>
            <dd className="text-right">{invoice.orderNumber}</dd>
            <dt className="text-ink-soft">{t("Date")}</dt>
            <dd className="text-right">{dayText(invoice.issuedAt)}</dd>
          </dl>
        </div>
        {to && (
          <div className="mt-8">
            <PostalLines address={to} />
            {invoice.email !== undefined && (
              <p className="text-14 text-ink-soft">{invoice.email}</p>
            )}
          </div>
        )}
        <table className="figures mt-10 w-full text-left text-14">
          <caption className="sr-only">{t("What was bought")}</caption>
          <thead>
            <tr className="border-line border-b text-ink-soft">
              <th scope="col" className="py-2 pr-3 font-normal">
                {t("Goods")}
              </th>
              <th scope="col" className="px-3 py-2 text-right font-normal">
                {t("Pieces")}
              </th>
              <th scope="col" className="px-3 py-2 text-right font-normal max-sm:hidden">
                {t("Each")}
              </th>
              <th scope="col" className="py-2 pl-3 text-right font-normal">
                {t("Amount")}
              </th>
            </tr>
          </thead>
          <tbody>
            {invoice.lines.map((line) => (
              <tr key={line.sku} className="border-line border-b align-top">
                <th scope="row" className="py-3 pr-3 font-normal">
                  {line.title}
                  <span className="block text-12 text-ink-soft first-letter:uppercase">
                    {[...Object.values(line.options), line.sku].join(" · ")}
                  </span>
                </th>
                <td className="px-3 py-3 text-right">{line.quantity}</td>
                <td className="px-3 py-3 text-right max-sm:hidden">
                  <Price minor={line.priceMinor} currency={currency} />
                </td>
                <td className="py-3 pl-3 text-right">
                  <Price minor={line.totalMinor} currency={currency} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className="mt-6 grid gap-x-16 gap-y-6 sm:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="text-14">
            {taxLines.length > 0 && (
              <dl className="figures grid grid-cols-[auto_auto_auto] justify-start gap-x-6 gap-y-1 text-ink-soft">
                {taxLines.map((line) => (
                  <div key={`${line.name} ${line.rateBasisPoints}`} className="contents">
                    <dt>{taxText(line)}</dt>
                    <dd className="text-right">
                      {rich("of {price}", {
                        price: <Price minor={line.baseMinor} currency={currency} />,
                      })}
                    </dd>
                    <dd className="text-right">
                      <Price minor={line.taxMinor} currency={currency} />
                    </dd>
                  </div>
                ))}
                <div className="contents text-ink">
                  <dt className="col-span-2">{t("Net")}</dt>
                  <dd className="text-right">
                    <Price minor={invoice.netMinor} currency={currency} />
                  </dd>
                </div>
              </dl>
            )}
          </div>
          <OrderSums sums={invoice} />
        </div>
      </div>
    </div>
  );
}
