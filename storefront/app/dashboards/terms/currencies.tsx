import type { Currencies } from "@slipstream/contracts/cart-api";
import { data, redirect } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { useShop } from "../../shop.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { ActionLink } from "../shell/action-link.tsx";
import { AddOrSave } from "../shell/add-or-save.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import type { Route } from "./+types/currencies";

const PAGE = "/admin/currencies";

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const { currency, rates } = await answerOf(client.api.admin.currencies.$get(), request);
  const editing = rates.find((rate) => rate.currency === url.searchParams.get("edit"));
  return { currency, rates, editing };
}

export async function action({ context, request }: Route.ActionArgs) {
  const rates = storefrontOf(context).client.api.admin.currencies[":currency"];
  const texts = formTexts(await request.formData(), "intent", "currency", "rate");
  const param = { currency: texts.currency.trim() || "-" };
  const rate = texts.rate.trim() === "" ? Number.NaN : Number(texts.rate.replace(",", "."));
  const answer =
    texts.intent === "remove"
      ? await rates.$delete({ param })
      : await rates.$put({ param, json: { rate } });
  const problem = await problemOf(answer, request);
  return problem
    ? data({ problem, draft: { ...texts } }, { status: problem.status })
    : redirect(PAGE);
}

export default function CurrenciesPage({ loaderData, actionData }: Route.ComponentProps) {
  const { currency, rates, editing } = loaderData;
  const known = actionData?.draft ?? editing;
  const names = new Intl.DisplayNames(useShop().locale, { type: "currency" });
  return (
    <DashboardPage
      title="Currencies"
      lead={`Everything is paid in ${currency}. Carts can say as well about how much that is in another currency, at a rate that you fix here.`}
    >
      <Section title={editing ? `Change ${editing.currency}` : "Another currency"}>
        <PostForm
          key={editing?.currency ?? `new ${rates.length}`}
          intent="save"
          problem={actionData?.problem}
          className="max-w-[34rem]"
        >
          <div className="grid items-end gap-6 sm:grid-cols-2">
            <TextField
              name="currency"
              label="Code"
              placeholder="USD"
              maxLength={3}
              autoCapitalize="characters"
              autoComplete="off"
              readOnly={editing !== undefined}
              defaultValue={known?.currency}
            />
            <TextField
              name="rate"
              label={`One ${currency} is`}
              inputMode="decimal"
              autoComplete="off"
              defaultValue={known?.rate}
            />
          </div>
          <AddOrSave editing={editing !== undefined} back={PAGE} />
        </PostForm>
      </Section>
      <DataTable<Currencies["rates"][number]>
        caption="Currencies that are shown as well"
        minWidth="32rem"
        rows={rates}
        rowKey={(rate) => rate.currency}
        empty={{ title: `Sums are shown in ${currency} only` }}
        columns={[
          { key: "currency", head: "Currency", cell: (rate) => names.of(rate.currency) },
          {
            key: "rate",
            head: `One ${currency} is`,
            numeric: true,
            cell: (rate) => `${rate.rate} ${rate.currency}`,
          },
          {
            key: "do",
            head: "",
            numeric: true,
            cell: (rate) => (
              <span className="inline-flex gap-2">
                <ActionLink
                  to={`${PAGE}?edit=${rate.currency}`}
                  aria-label={`Change ${rate.currency}`}
                >
                  Change
                </ActionLink>
                <ConfirmForm
                  label="Remove"
                  question={`Show nothing in ${rate.currency} any more?`}
                  values={{ intent: "remove", currency: rate.currency }}
                />
              </span>
            ),
          },
        ]}
      />
    </DashboardPage>
  );
}
