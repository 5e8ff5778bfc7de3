import { reachOf } from "@slipstream/contracts/access";
import { data, NavLink, Outlet } from "react-router";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { useShop } from "../../shop.ts";
import { SimulatedNote } from "../figures/simulated-note.tsx";
import type { Route } from "./+types/layout";
import { sections } from "./sections.ts";

export { ErrorBoundary } from "../layout.tsx";

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const account = await answerOf(client.api.account.$get(), request);
  if (reachOf(account.roles, "operations", "read") === undefined) {
    throw data({ code: "forbidden", title: "You may not see this" }, { status: 403 });
  }
  return null;
}

/** The operations room: its pages side by side, each over the whole width. */
export default function OpsLayout() {
  const { simulated } = useShop();
  return (
    <div className="page pt-4 lg:pt-8">
      <meta name="robots" content="noindex" />
      <nav
        aria-label="Operations"
        className="max-md:fading mb-6 border-line border-b max-md:-mx-(--gutter) max-md:overflow-x-auto max-md:px-(--gutter) max-md:[scrollbar-width:none]"
      >
        <ul className="flex gap-6">
          {sections.map(({ to, label }) => (
            <li key={to} className="shrink-0">
              <NavLink
                to={to}
                end={to === "/ops"}
                className="-mb-px inline-flex min-h-11 items-center border-transparent border-b-2 text-14 whitespace-nowrap text-ink-soft transition-colors duration-(--quick) hover:text-ink aria-[current=page]:border-ink aria-[current=page]:text-ink"
              >
                {label}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
      <footer className="pt-10">
        <SimulatedNote simulated={simulated} />
      </footer>
    </div>
  );
}
