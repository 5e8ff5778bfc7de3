import type { SellerBalance } from "@slipstream/contracts/sales-api";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Price } from "../../ui/price.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { type Column, DataTable } from "../shell/data-table.tsx";
import type { Route } from "./+types/payouts";

export function loader({ context, request }: Route.LoaderArgs) {
  return answerOf(storefrontOf(context).client.api.payouts.$get(), request);
}

export function meta({ matches }: Route.MetaArgs) {
  return [{ title: `Payouts · ${matches[0].loaderData.shop.name}` }];
}

const amount = (key: keyof SellerBalance & `${string}Minor`, head: string) => ({
  key,
  head,
  numeric: true,
  cell: (balance: SellerBalance) => <Price minor={balance[key]} currency={balance.currency} />,
});

const columns: readonly Column<SellerBalance>[] = [
  { key: "name", head: "Seller", cell: ({ name }) => name },
  amount("salesMinor", "Sales"),
  amount("refundsMinor", "Refunds"),
  amount("commissionMinor", "Commission"),
  amount("paidOutMinor", "Paid out"),
  amount("balanceMinor", "Owed now"),
];

export default function AdminPayoutsPage({ loaderData }: Route.ComponentProps) {
  return (
    <DashboardPage title="Payouts" lead="What the shop owes its sellers.">
      <DataTable
        caption="Sellers' accounts"
        columns={columns}
        rows={loaderData.balances}
        rowKey={({ sellerId, currency }) => `${sellerId} ${currency}`}
        rowTo={({ sellerId }) => `/admin/payouts/${sellerId}`}
        empty={{ title: "No sellers yet", children: "Make somebody a seller under People." }}
      />
    </DashboardPage>
  );
}
