import type { SwitchState } from "@slipstream/contracts/admin-api";
import type { Placement } from "@slipstream/contracts/placements";
import type { SwitchName } from "@slipstream/contracts/switches";
import { data } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { TextField } from "../../ui/form/text-field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { placementNames } from "../placement-names.ts";
import { Badge } from "../shell/badge.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { When } from "../shell/when.tsx";
import type { Route } from "./+types/switches";

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  return answerOf(client.api.admin.switches.$get(), request);
}

export async function action({ context, request }: Route.ActionArgs) {
  const { client } = storefrontOf(context);
  const form = await request.formData();
  const answer = await client.api.admin.switches[":name"].$put({
    // The API refuses a name that there is not.
    param: { name: String(form.get("name")) as SwitchName },
    json: { enabled: form.get("enabled") === "yes", reason: String(form.get("reason") ?? "") },
  });
  const problem = await problemOf(answer, request);
  return data({ problem }, { status: problem?.status ?? 200 });
}

/** What each switch does, in words; a placement's is made of its name. */
function wordsOf(name: SwitchName): { label: string; off: string } {
  if (name.startsWith("placement:")) {
    const placement = name.slice("placement:".length) as Placement;
    const isList = placement === "search_rerank" || placement === "category_rerank";
    return {
      label: placementNames[placement],
      off: isList ? "The list comes as it is, the same for everybody." : "The rail is not shown.",
    };
  }
  switch (name) {
    case "live_rails":
      return { label: "Live rails", off: "Rails change only when a page is loaded." };
    case "learning":
      return { label: "Learning", off: "Events are counted, and teach nothing." };
    default:
      return { label: "Exploration", off: "Every place goes to the best; nothing new is tried." };
  }
}

export default function Switches({ loaderData, actionData }: Route.ComponentProps) {
  const { switches } = loaderData;
  return (
    <DashboardPage
      title="Switches"
      lead="What can be turned off while all else goes on. Every part follows within a second."
    >
      {actionData?.problem && (
        <Notice title={actionData.problem.title}>{actionData.problem.detail}</Notice>
      )}
      <DataTable<SwitchState>
        caption="Switches"
        rows={switches}
        rowKey={({ name }) => name}
        empty={{ title: "There are no switches" }}
        columns={[
          { key: "name", head: "Switch", cell: ({ name }) => wordsOf(name).label },
          {
            key: "state",
            head: "Now",
            cell: ({ enabled }) => (enabled ? <Badge>on</Badge> : <Badge tone="error">off</Badge>),
          },
          {
            key: "off",
            head: "When it is off",
            cell: ({ name }) => <span className="text-ink-soft">{wordsOf(name).off}</span>,
          },
          {
            key: "changed",
            head: "Last turned (UTC)",
            cell: ({ changedAt, changedBy }) =>
              changedAt === undefined ? (
                "never"
              ) : (
                <>
                  <When at={changedAt} time />
                  {changedBy && <span className="text-ink-soft"> by {changedBy}</span>}
                </>
              ),
          },
          { key: "turn", head: "", numeric: true, cell: (state) => <Turn state={state} /> },
        ]}
      />
    </DashboardPage>
  );
}

function Turn({ state }: { state: SwitchState }) {
  const { label, off } = wordsOf(state.name);
  const { enabled } = state;
  return (
    <ConfirmForm
      label={enabled ? "Turn off" : "Turn on"}
      question={`Turn ${enabled ? "off" : "on"}: ${label}?`}
      consequence={enabled ? off : undefined}
      values={{ name: state.name, enabled: enabled ? "no" : "yes" }}
    >
      <TextField name="reason" label="Why" required={false} maxLength={500} />
    </ConfirmForm>
  );
}
