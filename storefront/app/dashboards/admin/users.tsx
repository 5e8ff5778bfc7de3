import { type Role, roles } from "@slipstream/contracts/access";
import type { UserSummary } from "@slipstream/contracts/admin-api";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Badge } from "../shell/badge.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { FilterTabs } from "../shell/filter-tabs.tsx";
import { choiceParam, pageParam, wordsParam } from "../shell/page-param.ts";
import { TablePages } from "../shell/table-pages.tsx";
import { SearchForm, Toolbar } from "../shell/toolbar.tsx";
import { When } from "../shell/when.tsx";
import type { Route } from "./+types/users";

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const { searchParams: params } = url;
  const shown = choiceParam(params, "show", ["disabled", ...roles]);
  const q = wordsParam(params);
  const query = {
    page: pageParam(params),
    ...(q === undefined ? {} : { q }),
    ...(shown === undefined ? {} : shown === "disabled" ? { state: shown } : { role: shown }),
  };
  return answerOf(client.api.admin.users.$get({ query }), request);
}

export default function Users({ loaderData }: Route.ComponentProps) {
  const { users, total, page, pages } = loaderData;
  return (
    <DashboardPage title="People" lead="Everybody with an account, and what they may do.">
      <div>
        <Toolbar>
          <FilterTabs
            label="Which people"
            param="show"
            tabs={[
              { value: "", label: "All" },
              { value: "seller", label: "Sellers" },
              { value: "admin", label: "Admins" },
              { value: "ops", label: "Ops" },
              { value: "disabled", label: "Closed" },
            ]}
          />
          <SearchForm label="Search people" placeholder="Name or email" />
        </Toolbar>
        <DataTable<UserSummary>
          caption="People"
          rows={users}
          rowKey={({ id }) => id}
          rowTo={({ id }) => `/admin/users/${id}`}
          empty={{ title: "Nobody fits", children: "Try fewer letters, or another list." }}
          columns={[
            { key: "name", head: "Name", cell: ({ name, email }) => name || email },
            { key: "email", head: "Email", cell: ({ email }) => email },
            { key: "roles", head: "May be", cell: (user) => <RoleBadges user={user} /> },
            { key: "created", head: "Since", cell: ({ createdAt }) => <When at={createdAt} /> },
            {
              key: "seen",
              head: "Last here",
              cell: ({ lastSeenAt }) => (lastSeenAt ? <When at={lastSeenAt} time /> : "–"),
            },
          ]}
        />
        <p className="figures mt-3 text-12 text-ink-soft">{total} in all</p>
        <TablePages page={page} pages={pages} />
      </div>
    </DashboardPage>
  );
}

/** What somebody is besides a buyer, which everybody is. */
function RoleBadges({ user }: { user: UserSummary }) {
  const more: Role[] = user.roles.filter((role) => role !== "buyer");
  return (
    <span className="flex flex-wrap gap-1">
      {user.disabledAt !== undefined && <Badge tone="warning">closed</Badge>}
      {more.map((role) => (
        <Badge key={role} tone={role === "admin" ? "strong" : "plain"}>
          {role}
        </Badge>
      ))}
      {more.length === 0 && user.disabledAt === undefined && (
        <span className="text-ink-soft">buyer</span>
      )}
    </span>
  );
}
