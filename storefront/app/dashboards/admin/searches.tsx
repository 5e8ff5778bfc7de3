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
import type { Route } from "./+types/searches";

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const results = choiceParam(url.searchParams, "results", ["none"]);
  const q = wordsParam(url.searchParams);
  const query = {
    page: pageParam(url.searchParams),
    ...(q === undefined ? {} : { q }),
    ...(results === undefined ? {} : { results }),
  };
  return answerOf(client.api.admin.searches.$get({ query }), request);
}

export default function Searches({ loaderData }: Route.ComponentProps) {
  const { searches, counts, page, pages } = loaderData;
  return (
    <DashboardPage
      title="Searches"
      lead="What people look for, the most frequent first. What finds nothing is what the shop lacks, or what it calls by another name."
    >
      <div>
        <Toolbar>
          <FilterTabs
            label="Which searches"
            param="results"
            tabs={[
              { value: "", label: "All", count: counts.all },
              { value: "none", label: "Found nothing", count: counts.withoutResults },
            ]}
          />
          <SearchForm label="Search the searches" />
        </Toolbar>
        <DataTable<(typeof searches)[number]>
          caption="Searches"
          minWidth="30rem"
          rows={searches}
          rowKey={({ query }) => query}
          rowTo={({ query }) => `/search?${new URLSearchParams({ q: query })}`}
          empty={{ title: "Nobody searched for such a thing" }}
          columns={[
            { key: "query", head: "Words", cell: ({ query }) => query },
            { key: "searches", head: "Times", numeric: true, cell: ({ searches: times }) => times },
            {
              key: "results",
              head: "Found",
              numeric: true,
              cell: ({ results }) =>
                results === 0 ? <Badge tone="warning">nothing</Badge> : results,
            },
            { key: "last", head: "Last (UTC)", cell: ({ lastAt }) => <When at={lastAt} time /> },
          ]}
        />
        <TablePages page={page} pages={pages} />
      </div>
    </DashboardPage>
  );
}
