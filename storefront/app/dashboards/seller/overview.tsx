import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { ProductTable } from "../figures/product-table.tsx";
import { SalesStrip } from "../figures/sales-strip.tsx";
import { SimulatedNote } from "../figures/simulated-note.tsx";
import { ActionLink } from "../shell/action-link.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { timeRangeOf } from "../shell/time-range.ts";
import { TimeRangeChoice } from "../shell/time-range-choice.tsx";
import type { Route } from "./+types/overview";

const BEST = 8;

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const range = timeRangeOf(url.searchParams, Date.now());
  const query = { from: range.from, to: range.to };
  const [figures, best] = await Promise.all([
    answerOf(client.api.figures.$get({ query }), request),
    answerOf(client.api.figures.products.$get({ query }), request),
  ]);
  return { range, figures, best: best.items.slice(0, BEST), total: best.total };
}

export default function SellerOverview({ loaderData }: Route.ComponentProps) {
  const { range, figures, best, total } = loaderData;
  return (
    <DashboardPage title="Overview" actions={<TimeRangeChoice range={range} />}>
      <SimulatedNote simulated={figures.simulated} />
      <SalesStrip figures={figures} />
      <Section
        title="What sells best"
        aside={`${total} ${total === 1 ? "product" : "products"} in all`}
      >
        <ProductTable products={best} currency={figures.currency} />
        <p className="mt-4">
          <ActionLink to={`/seller/figures?from=${range.from}&to=${range.to}`}>
            All figures
          </ActionLink>
        </p>
      </Section>
    </DashboardPage>
  );
}
