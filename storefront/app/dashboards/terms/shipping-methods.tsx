import type { ManagedShipping } from "@slipstream/contracts/terms-api";
import { countryName } from "../../language/country-name.ts";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { useShop } from "../../shop.ts";
import { Price } from "../../ui/price.tsx";
import { ActionLink } from "../shell/action-link.tsx";
import { Badge } from "../shell/badge.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import type { Route } from "./+types/shipping-methods";

const NAMED_COUNTRIES = 4;

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  return answerOf(client.api.admin["shipping-methods"].$get(), request);
}

export default function ShippingMethods({ loaderData }: Route.ComponentProps) {
  const { currency } = useShop();
  return (
    <DashboardPage
      title="Delivery"
      lead="How goods get to people, and what it costs. The first that goes to a country is chosen for them."
      actions={
        <ActionLink look="strong" to="/admin/delivery/new">
          New way of delivery
        </ActionLink>
      }
    >
      <DataTable<ManagedShipping>
        caption="Ways of delivery"
        minWidth="42rem"
        rows={loaderData.methods}
        rowKey={({ id }) => id}
        rowTo={({ id }) => `/admin/delivery/${id}`}
        empty={{
          title: "Nothing can be delivered yet",
          children: "Without a way of delivery nobody can order.",
        }}
        columns={[
          { key: "name", head: "Name", cell: ({ name }) => name },
          { key: "to", head: "To", cell: ({ countries }) => placesText(countries) },
          {
            key: "price",
            head: "Price",
            numeric: true,
            cell: ({ priceMinor }) => <Price minor={priceMinor} currency={currency} />,
          },
          {
            key: "free",
            head: "Free from",
            numeric: true,
            cell: ({ freeFromMinor }) =>
              freeFromMinor !== null && <Price minor={freeFromMinor} currency={currency} />,
          },
          {
            key: "days",
            head: "Working days",
            numeric: true,
            cell: ({ minDays, maxDays }) =>
              minDays === maxDays ? minDays : `${minDays}–${maxDays}`,
          },
          {
            key: "active",
            head: "Now",
            cell: ({ active }) => (active ? <Badge>on</Badge> : <Badge tone="quiet">off</Badge>),
          },
        ]}
      />
    </DashboardPage>
  );
}

function placesText(countries: readonly string[]): string {
  if (countries.length === 0) return "Everywhere";
  const named = countries.slice(0, NAMED_COUNTRIES).map(countryName);
  const more = countries.length - named.length;
  return more === 0 ? named.join(", ") : `${named.join(", ")} and ${more} more`;
}
