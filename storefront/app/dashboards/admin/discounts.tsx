import type { Discount } from "@slipstream/contracts/admin-api";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { useShop } from "../../shop.ts";
import { useMoney } from "../money.ts";
import { ActionLink } from "../shell/action-link.tsx";
import { Badge, type Tone } from "../shell/badge.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { FilterTabs } from "../shell/filter-tabs.tsx";
import { choiceParam, pageParam, wordsParam } from "../shell/page-param.ts";
import { TablePages } from "../shell/table-pages.tsx";
import { SearchForm, Toolbar } from "../shell/toolbar.tsx";
import { When } from "../shell/when.tsx";
import type { Route } from "./+types/discounts";

const states = {
  active: { label: "active", tone: "plain" },
  scheduled: { label: "scheduled", tone: "quiet" },
  used_up: { label: "used up", tone: "quiet" },
  expired: { label: "expired", tone: "quiet" },
  off: { label: "off", tone: "quiet" },
} as const satisfies Record<Discount["state"], { label: string; tone: Tone }>;
const stateNames = Object.keys(states) as Discount["state"][];

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const state = choiceParam(url.searchParams, "state", stateNames);
  const q = wordsParam(url.searchParams);
  const query = {
    page: pageParam(url.searchParams),
    ...(q === undefined ? {} : { q }),
    ...(state === undefined ? {} : { state }),
  };
  return answerOf(client.api.admin.discounts.$get({ query }), request);
}

export default function Discounts({ loaderData }: Route.ComponentProps) {
  const { discounts, counts, page, pages } = loaderData;
  return (
    <DashboardPage
      title="Discounts"
      actions={
        <ActionLink look="strong" to="/admin/discounts/new">
          New discount
        </ActionLink>
      }
    >
      <div>
        <Toolbar>
          <FilterTabs
            label="Which discounts"
            param="state"
            tabs={[
              { value: "", label: "All" },
              ...stateNames.map((state) => ({
                value: state,
                label: states[state].label,
                count: counts[state],
              })),
            ]}
          />
          <SearchForm label="Search codes" />
        </Toolbar>
        <DataTable<Discount>
          caption="Discounts"
          minWidth="40rem"
          rows={discounts}
          rowKey={({ code }) => code}
          rowTo={({ code }) => `/admin/discounts/${code}`}
          empty={{
            title: "There are no such discounts",
            children: "A discount is a code that makes an order cheaper.",
          }}
          columns={[
            {
              key: "code",
              head: "Code",
              cell: ({ code }) => <span className="font-mono">{code}</span>,
            },
            { key: "gives", head: "Gives", cell: (discount) => <Gives discount={discount} /> },
            {
              key: "state",
              head: "Now",
              cell: ({ state }) => <Badge tone={states[state].tone}>{states[state].label}</Badge>,
            },
            {
              key: "uses",
              head: "Used",
              numeric: true,
              cell: ({ uses, maxUses }) => (maxUses === undefined ? uses : `${uses} of ${maxUses}`),
            },
            {
              key: "from",
              head: "From",
              cell: ({ startsAt }) => startsAt && <When at={startsAt} />,
            },
            { key: "to", head: "To", cell: ({ endsAt }) => endsAt && <When at={endsAt} /> },
          ]}
        />
        <TablePages page={page} pages={pages} />
      </div>
    </DashboardPage>
  );
}

function Gives({ discount }: { discount: Discount }) {
  const { currency, categories } = useShop();
  const money = useMoney(currency);
  const { kind, value, minSubtotalMinor, categorySlug } = discount;
  const what =
    kind === "percent" ? `${value / 100} %` : kind === "amount" ? money(value) : "Free shipping";
  const category = categories.find(({ slug }) => slug === categorySlug)?.name ?? categorySlug;
  return (
    <>
      {what}
      {category !== undefined && ` on ${category}`}
      {minSubtotalMinor > 0 && (
        <span className="text-ink-soft"> from {money(minSubtotalMinor)} on</span>
      )}
    </>
  );
}
