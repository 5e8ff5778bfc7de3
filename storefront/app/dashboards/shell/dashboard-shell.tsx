import type { Role } from "@slipstream/contracts/access";
import ChevronDown from "lucide-react/icons/chevron-down";
import { type ReactNode, useId, useRef } from "react";
import { NavLink, useLocation } from "react-router";
import { useShop } from "../../shop.ts";
import { Breadcrumbs } from "../../ui/breadcrumbs.tsx";
import { Button } from "../../ui/button.tsx";
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
    <div className="grid gap-x-10 pt-4 lg:grid-cols-[9.5rem_minmax(0,1fr)] lg:pt-8">
      <nav aria-label="Dashboard" className="lg:sticky lg:top-6 lg:self-start">
        <Menu areas={areas} />
        <div className="max-lg:hidden">
          <Links areas={areas} />
        </div>
      </nav>
      <div className="min-w-0 max-lg:pt-6">{children}</div>
    </div>
  );
}

type Areas = ReturnType<typeof navigationFor>;

/** On a phone the pages are behind one button that says where one is. */
function Menu({ areas }: { areas: Areas }) {
  const id = useId();
  const sheet = useRef<HTMLDivElement>(null);
  const { pathname } = useLocation();
  const here = areas
    .flatMap(({ entries }) => entries)
    .filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
    .sort((left, right) => right.to.length - left.to.length)[0];
  return (
    <div className="lg:hidden">
      <Button popoverTarget={id} className="max-md:w-full">
        <span className="flex-1 text-left">{here?.label ?? "Pages"}</span>
        <ChevronDown size={18} aria-hidden="true" />
      </Button>
      <div
        ref={sheet}
        id={id}
        popover="auto"
        className="m-auto max-h-[80dvh] w-[min(24rem,calc(100vw-2rem))] overflow-y-auto rounded-picture bg-float p-4 text-ink shadow-(--shadow) backdrop:bg-ink/20"
      >
        <Links areas={areas} onLeave={() => sheet.current?.hidePopover()} />
      </div>
    </div>
  );
}

function Links({ areas, onLeave }: { areas: Areas; onLeave?: () => void }) {
  return (
    <div className="space-y-6">
      {areas.map(({ area, entries }) => (
        <div key={area}>
          {areas.length > 1 && (
            <p className="px-3 pb-1 text-12 text-ink-faint">{areaNames[area]}</p>
          )}
          <ul className="max-lg:grid max-lg:grid-cols-2">
            {entries.map(({ to, label, leads }) => (
              <li key={to} className={leads ? "lg:mt-4" : ""}>
                <NavLink
                  to={to}
                  end={to === `/${area}`}
                  onClick={onLeave}
                  className="flex min-h-11 items-center rounded-full px-3 text-14 whitespace-nowrap text-ink-soft transition-colors duration-(--quick) hover:text-ink aria-[current=page]:bg-control aria-[current=page]:text-ink lg:min-h-8"
                >
                  {label}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
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
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className={lead ? "min-w-0 flex-[1_1_20rem]" : "min-w-0"}>
          <h1 className="text-28 break-words md:text-40">{title}</h1>
          {lead && <p className="measure mt-2 text-14 text-ink-soft">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
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
    <section className="min-w-0">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="text-20">{title}</h2>
        {aside && <div className="text-14 text-ink-soft">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
