import { reachOf } from "@slipstream/contracts/access";
import { useEffect, useRef } from "react";
import { Form, NavLink, Outlet, useLocation } from "react-router";
import { accountPages } from "../../account/account-nav.ts";
import { mayEnter } from "../../dashboards/shell/navigation.ts";
import { t } from "../../language/text.ts";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Button } from "../../ui/button.tsx";
import type { Route } from "./+types/shell";

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  return { account: await answerOf(client.api.account.$get(), request) };
}

export function meta({ matches }: Route.MetaArgs) {
  return [
    { title: `${t("Your account")} · ${matches[0].loaderData.shop.name}` },
    { name: "robots", content: "noindex" },
  ];
}

/** The account's navigation beside each of its pages. */
export default function AccountShell({ loaderData }: Route.ComponentProps) {
  const { name, email, roles } = loaderData.account;
  const workplaces = [
    { to: "/seller", text: t("Selling"), isOpen: mayEnter("seller", roles) },
    { to: "/admin", text: t("Administration"), isOpen: mayEnter("admin", roles) },
    {
      to: "/ops",
      text: t("Operations"),
      isOpen: reachOf(roles, "operations", "read") !== undefined,
    },
  ].filter(({ isOpen }) => isOpen);
  const list = useRef<HTMLUListElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another place in the row
  useEffect(() => {
    const row = list.current;
    const here = row?.querySelector<HTMLElement>("[aria-current=page]");
    if (row && here)
      row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }, [pathname]);
  return (
    <div className="page grid grid-cols-[minmax(0,1fr)] gap-x-16 gap-y-8 pt-8 md:grid-cols-[13rem_minmax(0,1fr)] md:pt-10">
      <div>
        <p className="font-display text-20 font-semibold break-words">{name || email}</p>
        {name && <p className="text-14 break-words text-ink-soft">{email}</p>}
        <nav aria-label={t("Account")} className="mt-4 -mx-4 md:mt-6">
          <ul
            ref={list}
            className="max-md:fading flex gap-1 overflow-x-auto px-4 md:flex-col md:px-0"
          >
            {[...accountPages.map(({ to, text }) => ({ to, text: t(text) })), ...workplaces].map(
              ({ to, text }) => (
                <li key={to} className="shrink-0">
                  <NavLink
                    to={to}
                    end={to === "/account"}
                    // What is for those who run the shop stands in English, at addresses of its own.
                    reloadDocument={!to.startsWith("/account")}
                    className={navLook}
                  >
                    {text}
                  </NavLink>
                </li>
              ),
            )}
          </ul>
        </nav>
        <Form method="post" action="/logout" className="mt-4 max-md:hidden">
          <Button type="submit">{t("Sign out")}</Button>
        </Form>
      </div>
      <div className="min-w-0">
        <Outlet />
        <Form method="post" action="/logout" className="mt-16 md:hidden">
          <Button type="submit">{t("Sign out")}</Button>
        </Form>
      </div>
    </div>
  );
}

const navLook =
  "inline-flex min-h-11 items-center rounded-full px-4 text-14 text-ink-soft transition-colors duration-(--quick) hover:text-ink aria-[current=page]:bg-control aria-[current=page]:text-ink";
