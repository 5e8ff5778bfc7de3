import type { StoredRule } from "@slipstream/contracts/admin-api";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { useCategoryName } from "../../shop.ts";
import { placementNames } from "../placement-names.ts";
import { ruleKinds, ruleStates } from "../rule-words.ts";
import { ActionLink } from "../shell/action-link.tsx";
import { Badge } from "../shell/badge.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { FilterTabs } from "../shell/filter-tabs.tsx";
import { choiceParam } from "../shell/page-param.ts";
import { Toolbar } from "../shell/toolbar.tsx";
import { When } from "../shell/when.tsx";
import type { Route } from "./+types/rules";

const kinds = ["pin", "boost", "bury", "exclude"] as const;

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const { rules, counts } = await answerOf(client.api.admin.rules.$get(), request);
  const kind = choiceParam(url.searchParams, "kind", kinds);
  return { rules: rules.filter((rule) => kind === undefined || rule.kind === kind), counts };
}

export default function Rules({ loaderData }: Route.ComponentProps) {
  const { rules, counts } = loaderData;
  return (
    <DashboardPage
      title="Rules"
      lead="What people decide about rails and lists, above what is learnt. A change holds within a second."
      actions={
        <ActionLink look="strong" to="/admin/rules/new">
          New rule
        </ActionLink>
      }
    >
      <div>
        <Toolbar>
          <FilterTabs
            label="Which rules"
            param="kind"
            tabs={[
              { value: "", label: "All" },
              ...kinds.map((kind) => ({
                value: kind,
                label: ruleKinds[kind].name,
                count: counts[kind],
              })),
            ]}
          />
        </Toolbar>
        <DataTable<StoredRule>
          caption="Rules"
          minWidth="52rem"
          rows={rules}
          rowKey={({ id }) => id}
          rowTo={({ id }) => `/admin/rules/${id}`}
          empty={{
            title: "There are no such rules",
            children: "Without rules, rails show what they have learnt that people like.",
          }}
          columns={[
            { key: "name", head: "Rule", cell: ({ name }) => name },
            { key: "does", head: "Does", cell: (rule) => <Does rule={rule} /> },
            { key: "where", head: "Where", cell: (rule) => <Where rule={rule} /> },
            {
              key: "state",
              head: "Now",
              cell: ({ state }) => (
                <Badge tone={ruleStates[state].tone}>{ruleStates[state].label}</Badge>
              ),
            },
            {
              key: "from",
              head: "From",
              cell: ({ startsAt }) => startsAt && <When at={startsAt} />,
            },
            { key: "to", head: "To", cell: ({ endsAt }) => endsAt && <When at={endsAt} /> },
          ]}
        />
      </div>
    </DashboardPage>
  );
}

function Does({ rule }: { rule: StoredRule }) {
  const categoryName = useCategoryName();
  const { kind, target, position, strength } = rule;
  const { itemIds, category, brand, sellerId } = target;
  const what = [
    itemIds && (itemIds.length === 1 ? itemIds[0] : `${itemIds.length} products`),
    category && `all of ${categoryName(category) ?? category}`,
    brand && `all by ${brand}`,
    sellerId && "all of a seller",
  ].filter(Boolean);
  return (
    <>
      {ruleKinds[kind].does} {what.join(", ")}
      {position !== undefined && `: place ${position + 1}`}
      {strength !== undefined && (
        <span className="text-ink-soft"> by {Math.round(strength * 100)} %</span>
      )}
    </>
  );
}

function Where({ rule }: { rule: StoredRule }) {
  const categoryName = useCategoryName();
  const { placements, contextCategory } = rule;
  const where =
    placements.length === 0
      ? "everywhere"
      : placements.map((placement) => placementNames[placement]).join(", ");
  return (
    <>
      {where}
      {contextCategory !== undefined && (
        <span className="text-ink-soft">
          {" "}
          on pages of {categoryName(contextCategory) ?? contextCategory}
        </span>
      )}
    </>
  );
}
