import type { Role } from "@slipstream/contracts/access";
import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { useShop } from "../../shop.ts";
import { Breadcrumbs } from "../../ui/breadcrumbs.tsx";
import { areaNames, navigationFor } from "./navigation.ts";

/** The frame of all dashboards: the pages that these roles may see, beside the page. */
export function DashboardShell({
  roles,
  children,
}: {
  roles: readonly Role[];
  children: ReactNode;
}) {
  const areas = navigationFor(roles);
  return (
    <div className="dashboard grid gap-x-10 pt-4 lg:grid-cols-[9.5rem_minmax(0,1fr)] lg:pt-8">
      <nav
        aria-label="Dashboard"
        className="max-lg:-mx-(--gutter) max-lg:overflow-x-auto max-lg:px-(--gutter) max-lg:[scrollbar-width:none] lg:sticky lg:top-6 lg:self-start"
      >
        <div className="flex gap-x-6 lg:block lg:space-y-6">
          {areas.map(({ area, entries }) => (
            <div key={area} className="flex items-center gap-x-1 lg:block">
              {areas.length > 1 && (
                <p className="shrink-0 pr-2 text-12 text-ink-faint lg:px-3 lg:pb-1">
                  {areaNames[area]}
                </p>
              )}
              <ul className="flex lg:block">
                {entries.map(({ to, label }) => (
                  <li key={to} className="shrink-0">
                    <NavLink
                      to={to}
                      end={to === `/${area}`}
                      className="flex min-h-11 items-center rounded-full px-3 text-14 whitespace-nowrap text-ink-soft transition-colors duration-(--quick) hover:text-ink aria-[current=page]:bg-control aria-[current=page]:text-ink lg:min-h-9"
                    >
                      {label}
                    </NavLink>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </div>
      </nav>
      <div className="min-w-0 max-lg:pt-6">{children}</div>
    </div>
  );
}

interface DashboardPageProps {
  title: string;
  /** One sentence under the title: what one sees or does here. */
  lead?: ReactNode;
  /** The way here, without this page itself. */
  trail?: readonly { name: string; to: string }[];
  /** What can be done, or the time range: at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** One page within the shell: its title, what can be done at the right, and its parts. */
export function DashboardPage({ title, lead, trail, actions, children }: DashboardPageProps) {
  const { name } = useShop();
  return (
    <>
      <title>{`${title} · ${name}`}</title>
      {trail && trail.length > 0 && <Breadcrumbs trail={trail} />}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <h1 className="min-w-0 text-28 break-words md:text-40">{title}</h1>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {lead && <p className="measure mt-2 text-14 text-ink-soft">{lead}</p>}
      <div className="mt-6 space-y-10">{children}</div>
    </>
  );
}

/** A part of a page under a heading of its own. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section>
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="text-20">{title}</h2>
        {aside && <div className="text-14 text-ink-soft">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
