import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Price } from "../../ui/price.tsx";
import { SalePage } from "../sales/sale-page.tsx";
import { actOnSale } from "../sales/sales.server.ts";
import { Section } from "../shell/dashboard-shell.tsx";
import type { Route } from "./+types/sale";

export async function loader({ context, request, params }: Route.LoaderArgs) {
  const { sales } = storefrontOf(context).client.api;
  const { number } = params;
  const sale = await answerOf(sales[":number"].$get({ param: { number } }), request);
  return { sale, refundKey: crypto.randomUUID() };
}

export function action({ context, request, params, url }: Route.ActionArgs) {
  return actOnSale({ context, request, url, number: params.number });
}

export function meta({ params, matches }: Route.MetaArgs) {
  return [{ title: `Order ${params.number} · ${matches[0].loaderData.shop.name}` }];
}

export default function SellerSalePage({ loaderData, actionData }: Route.ComponentProps) {
  const { sale, refundKey } = loaderData;
  const { account, currency } = sale;
  return (
    <SalePage
      sale={sale}
      refundKey={refundKey}
      outcome={actionData}
      trail={{ name: "Sales", to: "/seller/sales" }}
      beside={
        account && (
          <Section title="Your account">
            <dl className="figures space-y-1 text-14">
              <Row label="Sale" minor={account.saleMinor} currency={currency} />
              <Row label="Refunds" minor={-account.refundedMinor} currency={currency} />
              <Row label="Commission" minor={-account.commissionMinor} currency={currency} />
              <Row label="Yours" minor={account.netMinor} currency={currency} />
            </dl>
          </Section>
        )
      }
    />
  );
}

function Row({ label, minor, currency }: { label: string; minor: number; currency: string }) {
  return (
    <div className="flex justify-between gap-4 last:border-line last:border-t last:pt-1 last:font-medium">
      <dt>{label}</dt>
      <dd>
        <Price minor={minor === 0 ? 0 : minor} currency={currency} />
      </dd>
    </div>
  );
}
