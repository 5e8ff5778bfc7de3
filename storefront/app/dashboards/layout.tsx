import type { Role } from "@slipstream/contracts/access";
import type { ReactNode } from "react";
import { data, isRouteErrorResponse, Outlet, useRouteError } from "react-router";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { ChipLink } from "../ui/link.tsx";
import ProblemPage from "../ui/problem-page.tsx";
import type { Route } from "./+types/layout";
import { DashboardShell } from "./shell/dashboard-shell.tsx";
import { type Area, mayEnter } from "./shell/navigation.ts";

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const account = await answerOf(client.api.account.$get(), request);
  const area: Area = url.pathname.startsWith("/admin") ? "admin" : "seller";
  if (!mayEnter(area, account.roles)) {
    throw data({ code: "forbidden", title: "You may not see this" }, { status: 403 });
  }
  return { roles: account.roles };
}

/** The frame of all pages of sellers and admins. */
export default function DashboardLayout({ loaderData }: Route.ComponentProps) {
  return (
    <Frame roles={loaderData.roles}>
      <Outlet />
    </Frame>
  );
}

function Frame({ roles, children }: { roles: readonly Role[]; children: ReactNode }) {
  return (
    <div className="page">
      <meta name="robots" content="noindex" />
      <DashboardShell roles={roles}>{children}</DashboardShell>
    </div>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  if (!isRouteErrorResponse(error) || error.status !== 403) {
    return <ProblemPage error={error} />;
  }
  return (
    <div className="page pt-16 md:pt-26">
      <title>Not for this account</title>
      <p className="figures font-mono text-14 text-ink-soft">403</p>
      <h1 className="mt-4 text-40 md:text-64">Not for this account</h1>
      <p className="measure mt-6 text-20 text-ink-soft">
        You are signed in, but this page is for others. Ask an admin of the shop if it should be for
        you, or sign in with another account.
      </p>
      <p className="mt-10 flex gap-2">
        <ChipLink to="/account">Your account</ChipLink>
        <ChipLink to="/">To the shop</ChipLink>
      </p>
    </div>
  );
}
