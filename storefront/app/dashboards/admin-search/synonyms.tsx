import type { Synonym } from "@slipstream/contracts/search-api";
import { redirect } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { ActionLink } from "../shell/action-link.tsx";
import { AddOrSave } from "../shell/add-or-save.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import type { Route } from "./+types/synonyms";

const PAGE = "/admin/synonyms";

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const { synonyms } = await answerOf(client.api.admin.synonyms.$get(), request);
  const editing = synonyms.find(({ id }) => id === url.searchParams.get("edit"));
  return { synonyms, editing };
}

export async function action({ context, request }: Route.ActionArgs) {
  const { client } = storefrontOf(context);
  const form = await request.formData();
  const id = String(form.get("id") ?? "");
  const api = client.api.admin.synonyms;
  if (form.get("intent") === "remove") {
    const problem = await problemOf(await api[":id"].$delete({ param: { id } }), request);
    return problem ?? redirect(PAGE);
  }
  const json = { terms: termsOf(String(form.get("terms") ?? "")) };
  const response =
    id === "" ? await api.$post({ json }) : await api[":id"].$put({ param: { id }, json });
  const problem = await problemOf(response, request);
  return problem ?? redirect(PAGE);
}

/** People write them in one line, with commas. */
function termsOf(line: string): string[] {
  return line
    .split(",")
    .map((term) => term.trim())
    .filter((term) => term !== "");
}

export default function Synonyms({ loaderData, actionData }: Route.ComponentProps) {
  const { synonyms, editing } = loaderData;
  return (
    <DashboardPage
      title="Synonyms"
      lead="Words that mean the same: who searches for one finds products with any of them. They work at once."
    >
      <Section title={editing ? "Change a set" : "New set"}>
        <PostForm
          key={editing?.id ?? `new ${synonyms.length}`}
          intent="save"
          problem={actionData}
          className="max-w-xl"
        >
          {editing && <input type="hidden" name="id" value={editing.id} />}
          <TextField
            name="terms"
            label="Terms"
            hint="Two or more, with commas between: sofa, couch, settee"
            defaultValue={editing?.terms.join(", ") ?? ""}
            maxLength={900}
            autoComplete="off"
          />
          <AddOrSave editing={editing !== undefined} back={PAGE} />
        </PostForm>
      </Section>
      <DataTable<Synonym>
        caption="Sets of synonyms"
        minWidth="30rem"
        rows={synonyms}
        rowKey={({ id }) => id}
        empty={{
          title: "There are no synonyms yet",
          children: "Look at what people searched for and did not find, under Searches.",
        }}
        columns={[
          { key: "terms", head: "Mean the same", cell: ({ terms }) => terms.join(", ") },
          {
            key: "do",
            head: "",
            numeric: true,
            cell: ({ id, terms }) => (
              <span className="inline-flex gap-2">
                <ActionLink to={`${PAGE}?edit=${id}`} aria-label={`Change ${terms.join(", ")}`}>
                  Change
                </ActionLink>
                <ConfirmForm
                  label="Remove"
                  question={`Remove “${terms.join(", ")}”?`}
                  consequence="Searches then find only products with the very word."
                  values={{ intent: "remove", id }}
                />
              </span>
            ),
          },
        ]}
      />
    </DashboardPage>
  );
}
