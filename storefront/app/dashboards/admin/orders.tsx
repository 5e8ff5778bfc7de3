import { orderStates } from "@slipstream/contracts/order-states";
import { t } from "../../language/text.ts";
import { stateWords } from "../../orders/order-words.ts";
import { loadSales } from "../sales/sales.server.ts";
import { SalesTable } from "../sales/sales-table.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { FilterTabs } from "../shell/filter-tabs.tsx";
import type { Route } from "./+types/orders";

export function loader({ context, request, url }: Route.LoaderArgs) {
  return loadSales({ context, request, url });
}

export function meta({ matches }: Route.MetaArgs) {
  return [{ title: `Orders · ${matches[0].loaderData.shop.name}` }];
}

export default function AdminOrdersPage({ loaderData }: Route.ComponentProps) {
  return (
    <DashboardPage title="Orders">
      <SalesTable list={loaderData} to="/admin/orders" searchLabel="Order number or email">
        <FilterTabs
          label="State"
          param="state"
          without={["view"]}
          tabs={[
            { value: "", label: "Any state" },
            ...orderStates
              .filter((state) => state !== "created")
              .map((state) => ({ value: state, label: t(stateWords[state].name) })),
          ]}
        />
      </SalesTable>
    </DashboardPage>
  );
}
