import type { ProductFiguresSort } from "@slipstream/contracts/figures-api";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { DayTable } from "../figures/day-table.tsx";
import { Funnel } from "../figures/funnel.tsx";
import { PlacementTable } from "../figures/placement-table.tsx";
import { ProductTable } from "../figures/product-table.tsx";
import { SalesCharts } from "../figures/sales-charts.tsx";
import { SalesStrip } from "../figures/sales-strip.tsx";
import { SimulatedNote } from "../figures/simulated-note.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { choiceParam, pageParam, wordsParam } from "../shell/page-param.ts";
import { TablePages } from "../shell/table-pages.tsx";
import { timeRangeOf } from "../shell/time-range.ts";
import { TimeRangeChoice } from "../shell/time-range-choice.tsx";
import { SearchForm, Toolbar } from "../shell/toolbar.tsx";
import type { Route } from "./+types/figures";

const sorts: readonly ProductFiguresSort[] = [
  "revenue",
  "units",
  "recommended",
  "impressions",
  "views",
  "carts",
  "purchases",
  "returned",
  "title",
];

/** The order that an address asks for: `views`, or `-views` from the most. */
function sortOf(params: URLSearchParams) {
  const asked = params.get("sort") ?? "-revenue";
  const order = asked.startsWith("-") ? ("desc" as const) : ("asc" as const);
  const name = new URLSearchParams({ sort: asked.replace(/^-/, "") });
  return { sort: choiceParam(name, "sort", sorts) ?? "revenue", order };
}

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const range = timeRangeOf(url.searchParams, Date.now());
  const days = { from: range.from, to: range.to };
  const q = wordsParam(url.searchParams);
  const query = { ...days, ...sortOf(url.searchParams), page: pageParam(url.searchParams) };
  const [figures, products] = await Promise.all([
    answerOf(client.api.figures.$get({ query: days }), request),
    answerOf(
      client.api.figures.products.$get({ query: q === undefined ? query : { ...query, q } }),
      request,
    ),
  ]);
  return { range, figures, products };
}

export default function SellerFigures({ loaderData }: Route.ComponentProps) {
  const { range, figures, products } = loaderData;
  return (
    <DashboardPage title="Figures" actions={<TimeRangeChoice range={range} />}>
      <SimulatedNote simulated={figures.simulated} />
      <SalesStrip figures={figures} />
      <div>
        <SalesCharts figures={figures} />
        <DayTable figures={figures} />
      </div>
      <div className="grid gap-x-10 gap-y-10 lg:grid-cols-[2fr_3fr]">
        <Section title="From shown to bought" aside="and the share of the step before">
          <Funnel funnel={figures.funnel} />
        </Section>
        <Section title="What recommendations brought">
          <PlacementTable figures={figures} />
          <p className="measure mt-3 text-12 text-ink-soft">
            A sale counts for the rail in which the product was last clicked, within 24 hours before
            it was bought.
          </p>
        </Section>
      </div>
      <Section title="Products">
        <Toolbar>
          <p className="figures text-14 text-ink-soft">
            {products.total === 1 ? "1 product" : `${products.total} products`}
          </p>
          <SearchForm label="Search products" />
        </Toolbar>
        <ProductTable products={products.items} currency={figures.currency} sortable />
        <TablePages page={products.page} pages={products.pages} />
      </Section>
    </DashboardPage>
  );
}
