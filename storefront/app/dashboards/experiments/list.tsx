import { reachOf } from "@slipstream/contracts/access";
import type { StoredExperiment } from "@slipstream/contracts/experiment-api";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { figureText } from "../figure-text.ts";
import { placementNames } from "../placement-names.ts";
import { ActionLink } from "../shell/action-link.tsx";
import { Badge } from "../shell/badge.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { When } from "../shell/when.tsx";
import type { Route } from "./+types/list";
import { kindNames, metricNames, stateLooks } from "./words.ts";

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const [{ experiments }, { roles }] = await Promise.all([
    answerOf(client.api.ops.experiments.$get(), request),
    answerOf(client.api.account.$get(), request),
  ]);
  return { experiments, mayWrite: reachOf(roles, "experiment", "write") !== undefined };
}

export default function Experiments({ loaderData }: Route.ComponentProps) {
  const { experiments, mayWrite } = loaderData;
  return (
    <DashboardPage
      title="Experiments"
      lead="What is tried out on some of the visitors, and what came of it."
      actions={
        mayWrite && (
          <ActionLink look="strong" to="/ops/experiments/new">
            New experiment
          </ActionLink>
        )
      }
    >
      <DataTable<StoredExperiment>
        caption="Experiments"
        minWidth="48rem"
        rows={experiments}
        rowKey={({ id }) => id}
        rowTo={({ id }) => `/ops/experiments/${id}`}
        empty={{
          title: "Nothing has been tried out yet",
          children: "A first one: does more variety in “For you” bring more clicks?",
        }}
        columns={[
          { key: "name", head: "Experiment", cell: ({ name }) => name },
          {
            key: "state",
            head: "Now",
            cell: ({ state, decision, kept }) => (
              <>
                <Badge tone={stateLooks[state].tone}>{stateLooks[state].label}</Badge>
                {decision !== undefined && (
                  <span className="text-ink-soft">{` ${decision}${kept ? ", for everybody" : ""}`}</span>
                )}
              </>
            ),
          },
          { key: "kind", head: "Kind", cell: ({ kind }) => kindNames[kind] },
          { key: "metric", head: "Decided by", cell: ({ metric }) => metricNames[metric] },
          {
            key: "where",
            head: "Where",
            cell: ({ targeting }) =>
              targeting.placements.map((placement) => placementNames[placement]).join(", "),
          },
          {
            key: "visitors",
            head: "Visitors",
            numeric: true,
            cell: ({ visitors }) => figureText(visitors),
          },
          {
            key: "started",
            head: "Since",
            cell: ({ startedAt }) => startedAt && <When at={startedAt} />,
          },
        ]}
      />
    </DashboardPage>
  );
}
