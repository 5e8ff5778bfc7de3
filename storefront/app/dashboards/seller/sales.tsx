import { loadSales } from "../sales/sales.server.ts";
import { SalesTable } from "../sales/sales-table.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import type { Route } from "./+types/sales";

export function loader({ context, request, url }: Route.LoaderArgs) {
  return loadSales({ context, request, url });
}

export function meta({ matches }: Route.MetaArgs) {
  return [{ title: `Sales · ${matches[0].loaderData.shop.name}` }];
}

export default function SalesPage({ loaderData }: Route.ComponentProps) {
  return (
    <DashboardPage title="Sales" lead="Paid orders with products of yours.">
      <SalesTable list={loaderData} to="/seller/sales" searchLabel="Order number" />
    </DashboardPage>
  );
}
