import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Notice } from "../../ui/notice.tsx";
import { BalanceStrip } from "../sales/balance-strip.tsx";
import { LedgerTable } from "../sales/ledger-table.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { pageParam } from "../shell/page-param.ts";
import type { Route } from "./+types/payouts";

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { account, payouts } = storefrontOf(context).client.api;
  const { id: sellerId } = await answerOf(account.$get(), request);
  const { balances } = await answerOf(payouts.$get(), request);
  // An admin who sells nothing has no account.
  if (!balances.some((balance) => balance.sellerId === sellerId)) return { statement: undefined };
  const query = { page: pageParam(url.searchParams) };
  const statement = answerOf(payouts[":sellerId"].$get({ param: { sellerId }, query }), request);
  return { statement: await statement };
}

export function meta({ matches }: Route.MetaArgs) {
  return [{ title: `Payouts · ${matches[0].loaderData.shop.name}` }];
}

export default function SellerPayoutsPage({ loaderData }: Route.ComponentProps) {
  const { statement } = loaderData;
  return (
    <DashboardPage title="Payouts" lead="What your sales brought, and what was paid out to you.">
      {statement ? (
        <>
          {statement.balances.map((balance) => (
            <BalanceStrip key={balance.currency} balance={balance} />
          ))}
          <LedgerTable statement={statement} />
        </>
      ) : (
        <Notice title="You sell nothing yet">The account of a seller opens here.</Notice>
      )}
    </DashboardPage>
  );
}
