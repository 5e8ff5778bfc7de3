import type { AdminOverview as Overview } from "@slipstream/contracts/admin-api";
import { redirect } from "react-router";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { TextLink } from "../../ui/link.tsx";
import { figureText } from "../figure-text.ts";
import { SalesCharts } from "../figures/sales-charts.tsx";
import { SalesStrip } from "../figures/sales-strip.tsx";
import { SimulatedNote } from "../figures/simulated-note.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { timeRangeOf } from "../shell/time-range.ts";
import { TimeRangeChoice } from "../shell/time-range-choice.tsx";
import type { Route } from "./+types/overview";

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const range = timeRangeOf(url.searchParams, Date.now());
  const overview = await client.api.admin.overview.$get();
  // Who keeps the machinery running, and no more, has switches to look at.
  if (overview.status === 403) throw redirect("/admin/switches");
  const [waiting, figures] = await Promise.all([
    answerOf(overview, request),
    answerOf(client.api.figures.$get({ query: { from: range.from, to: range.to } }), request),
  ]);
  return { range, figures, overview: waiting };
}

type Waiting = keyof Overview["waiting"];

/** What may wait, the most pressing first, and where one does something about it. */
const tasks: readonly { name: Waiting; one: string; many: string; to: string; urgent?: true }[] = [
  {
    name: "ordersLate",
    one: "order is paid for more than two days and not sent",
    many: "orders are paid for more than two days and not sent",
    to: "/admin/orders",
    urgent: true,
  },
  {
    name: "mailsFailed",
    one: "letter could not be sent",
    many: "letters could not be sent",
    to: "/dev/mail",
    urgent: true,
  },
  {
    name: "switchesOff",
    one: "switch is off",
    many: "switches are off",
    to: "/admin/switches",
    urgent: true,
  },
  {
    name: "returnsToDecide",
    one: "return to decide on",
    many: "returns to decide on",
    to: "/admin/orders",
  },
  { name: "ordersToShip", one: "order to send", many: "orders to send", to: "/admin/orders" },
  { name: "reviewsToRead", one: "review to read", many: "reviews to read", to: "/admin/reviews" },
  {
    name: "productsSoldOut",
    one: "product is sold out",
    many: "products are sold out",
    to: "/admin/products",
  },
  {
    name: "searchesInVain",
    one: "search finds nothing",
    many: "searches find nothing",
    to: "/admin/searches?results=none",
  },
  {
    name: "erasuresOpen",
    one: "erasure of somebody's data is under way",
    many: "erasures of people's data are under way",
    to: "/admin/users?show=disabled",
  },
];

export default function AdminOverview({ loaderData }: Route.ComponentProps) {
  const { range, figures, overview } = loaderData;
  return (
    <DashboardPage title="Overview" actions={<TimeRangeChoice range={range} />}>
      <SimulatedNote simulated={figures.simulated} />
      <SalesStrip figures={figures} />
      <Section
        title="What needs a person"
        aside={`${figureText(overview.people)} people, ${figureText(overview.publishedProducts)} products on show`}
      >
        <Tasks waiting={overview.waiting} />
      </Section>
      <SalesCharts figures={figures} />
    </DashboardPage>
  );
}

function Tasks({ waiting }: { waiting: Overview["waiting"] }) {
  const open = tasks.filter(({ name }) => waiting[name] > 0);
  if (open.length === 0) return <p className="text-14">Nothing waits for you.</p>;
  return (
    <ul className="gap-x-10 text-14 md:columns-2">
      {open.map(({ name, one, many, to, urgent }) => (
        <li key={name} className="flex items-baseline gap-3 border-line border-b py-2">
          <span
            className={`figures w-12 shrink-0 text-right font-mono ${urgent ? "text-error" : ""}`}
          >
            {figureText(waiting[name])}
          </span>
          <TextLink to={to}>{waiting[name] === 1 ? one : many}</TextLink>
        </li>
      ))}
    </ul>
  );
}
