import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { AuditTable } from "../audit-table.tsx";
import { ActionLink } from "../shell/action-link.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { FilterTabs } from "../shell/filter-tabs.tsx";
import { withParams } from "../shell/params.ts";
import { timeRangeOf } from "../shell/time-range.ts";
import { TimeRangeChoice } from "../shell/time-range-choice.tsx";
import { Toolbar } from "../shell/toolbar.tsx";
import type { Route } from "./+types/audit";

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const { searchParams: params } = url;
  const range = timeRangeOf(params, Date.now());
  const [resource, before] = [params.get("resource"), params.get("before")];
  const query = {
    from: range.from,
    to: range.to,
    ...(resource ? { resource } : {}),
    ...(before ? { before } : {}),
  };
  const log = await answerOf(client.api.admin.audit.$get({ query }), request);
  const older = log.next === undefined ? undefined : withParams(params, { before: log.next });
  return { range, older, first: before === null, ...log };
}

export default function AuditPage({ loaderData }: Route.ComponentProps) {
  const { range, entries, resources, older, first } = loaderData;
  return (
    <DashboardPage
      title="Audit"
      lead="Who changed what, and why. Nobody can change or take away what stands here."
      actions={<TimeRangeChoice range={range} />}
    >
      <div>
        <Toolbar>
          <FilterTabs
            label="What was changed"
            param="resource"
            without={["before"]}
            tabs={[
              { value: "", label: "All" },
              ...resources.map((resource) => ({
                value: resource,
                label: resource.charAt(0).toUpperCase() + resource.slice(1),
              })),
            ]}
          />
        </Toolbar>
        <AuditTable entries={entries} />
        <p className="mt-6 flex gap-2">
          {!first && <ActionLink to="/admin/audit">Newest</ActionLink>}
          {older && <ActionLink to={older}>Older</ActionLink>}
        </p>
      </div>
    </DashboardPage>
  );
}
