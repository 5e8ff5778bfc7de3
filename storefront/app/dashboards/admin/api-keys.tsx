import { type ApiKey, apiKeyScopes } from "@slipstream/contracts/api-key-api";
import { IDEMPOTENCY_HEADER } from "@slipstream/contracts/idempotency";
import { data, redirect } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { FieldError } from "../../ui/form/field-frame.tsx";
import { useFormField } from "../../ui/form/form-problem.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Badge } from "../shell/badge.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { issuesAt } from "../shell/issues-at.ts";
import { When } from "../shell/when.tsx";
import type { Route } from "./+types/api-keys";

const PAGE = "/admin/api-keys";

type Scope = (typeof apiKeyScopes)[number];

/** What each scope lets a server do. */
const scopeWords: Readonly<Record<Scope, string>> = {
  "events:write": "Send events",
  "operations:read": "Read how it runs, and metrics",
  "product:read": "Read all products, drafts too",
  "product:write": "Make and change products",
  "inventory:write": "Set stock",
  "upload:write": "Upload pictures",
  "sale:read": "Read sales",
  "sale:fulfil": "Ship",
  "figures:read": "Read figures",
};

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const { keys } = await answerOf(client.api.admin["api-keys"].$get(), request);
  return { keys, once: crypto.randomUUID() };
}

export async function action({ context, request }: Route.ActionArgs) {
  const keys = storefrontOf(context).client.api.admin["api-keys"];
  const form = await request.formData();
  const { intent, id, name, rate, once } = formTexts(form, "intent", "id", "name", "rate", "once");
  if (intent === "revoke") {
    const problem = await problemOf(await keys[":id"].$delete({ param: { id } }), request);
    return problem
      ? data({ problem, made: undefined, again: undefined }, { status: problem.status })
      : redirect(PAGE);
  }
  const scopes = apiKeyScopes.filter((scope) => form.getAll("scopes").includes(scope));
  const limit = rate.trim() === "" ? {} : { rateLimitPerSecond: Number(rate) };
  const answer = await keys.$post(
    { json: { name, scopes, ...limit } },
    { headers: { [IDEMPOTENCY_HEADER]: once } },
  );
  if (answer.ok)
    return data({ problem: undefined, made: await answerOf(answer), again: undefined });
  const problem = issuesAt(await problemOf(answer, request), (path) =>
    path === "rateLimitPerSecond" ? "rate" : path,
  );
  // A refusal is kept under its key: what is put right needs another one.
  const again = crypto.randomUUID();
  return data({ problem, made: undefined, again }, { status: answer.status });
}

export default function ApiKeys({ loaderData, actionData }: Route.ComponentProps) {
  const { keys, once } = loaderData;
  const made = actionData?.made;
  return (
    <DashboardPage
      title="API keys"
      lead="By these, programs of yours speak with the shop. Each may do what it was made for, and no more."
    >
      {made && (
        <Notice title={`The key of ${made.name}`}>
          <code className="block font-mono break-all select-all">{made.key}</code>
          Keep it now: it is not shown again.
        </Notice>
      )}
      <Section title="New key">
        <PostForm key={once} intent="make" problem={actionData?.problem} className="max-w-[44rem]">
          <input type="hidden" name="once" value={actionData?.again ?? once} />
          <div className="grid items-end gap-6 sm:grid-cols-2">
            <TextField name="name" label="Whose" hint="Which program." maxLength={80} />
            <TextField
              name="rate"
              label="Requests a second, at most"
              required={false}
              type="number"
              min={1}
              max={100_000}
            />
          </div>
          <Scopes />
          <SubmitButton intent="make">Make it</SubmitButton>
        </PostForm>
      </Section>
      <KeyTable keys={keys} />
    </DashboardPage>
  );
}

function Scopes() {
  const { id, error } = useFormField("scopes");
  return (
    <fieldset id={id} tabIndex={-1}>
      <legend className="text-14 font-medium">What for</legend>
      <div className="mt-2 grid gap-x-6 sm:grid-cols-2">
        {apiKeyScopes.map((scope) => (
          <label
            key={scope}
            className="flex min-h-11 cursor-pointer items-center gap-3 text-14 md:min-h-9"
          >
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              className="size-5 shrink-0 accent-ink"
            />
            {scopeWords[scope]}
          </label>
        ))}
      </div>
      <FieldError id={id} error={error} />
    </fieldset>
  );
}

function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  return (
    <DataTable<ApiKey>
      caption="Keys"
      minWidth="48rem"
      rows={keys}
      rowKey={({ id }) => id}
      empty={{ title: "There are no keys yet" }}
      columns={[
        { key: "name", head: "Whose", cell: ({ name }) => name },
        {
          key: "prefix",
          head: "Begins with",
          cell: ({ prefix }) => <span className="font-mono">{prefix}</span>,
        },
        { key: "scopes", head: "For", cell: ({ scopes }) => scopes.join(", ") },
        { key: "made", head: "Made", cell: ({ createdAt }) => <When at={createdAt} /> },
        {
          key: "used",
          head: "Last used",
          cell: ({ lastUsedAt }) => lastUsedAt && <When at={lastUsedAt} time />,
        },
        {
          key: "do",
          head: "",
          numeric: true,
          cell: ({ id, name, revokedAt }) =>
            revokedAt ? (
              <Badge tone="quiet">revoked</Badge>
            ) : (
              <ConfirmForm
                label="Revoke"
                question={`Revoke the key of ${name}?`}
                consequence="It works no longer within ten seconds. This cannot be undone."
                values={{ intent: "revoke", id }}
              />
            ),
        },
      ]}
    />
  );
}
