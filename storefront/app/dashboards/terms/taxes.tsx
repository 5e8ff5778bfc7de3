import { countryForm } from "@slipstream/contracts/countries";
import type { ManagedTax, TaxRateInput } from "@slipstream/contracts/terms-api";
import { data, redirect } from "react-router";
import { countryName } from "../../language/country-name.ts";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { useShop } from "../../shop.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { ActionLink } from "../shell/action-link.tsx";
import { AddOrSave } from "../shell/add-or-save.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { issuesAt } from "../shell/issues-at.ts";
import type { Route } from "./+types/taxes";
import { GERMAN_NAME_PATH, germanTranslation } from "./german-name.tsx";
import { basisPointsOf, percentText } from "./percent.ts";
import { TaxFields } from "./tax-fields.tsx";

const PAGE = "/admin/taxes";

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const { rates } = await answerOf(client.api.admin["tax-rates"].$get(), request);
  const editing = rates.find((rate) => keyOf(rate) === url.searchParams.get("edit"));
  return { rates, editing };
}

const fields: Readonly<Record<string, string>> = {
  rateBasisPoints: "rate",
  [GERMAN_NAME_PATH]: "germanName",
};

export async function action({ context, request }: Route.ActionArgs) {
  const rates = storefrontOf(context).client.api.admin["tax-rates"];
  const form = await request.formData();
  const place = formTexts(form, "country", "region", "categorySlug");
  const { intent, rate, name, germanName } = formTexts(
    form,
    "intent",
    "rate",
    "name",
    "germanName",
  );
  if (intent === "remove") {
    const problem = await problemOf(await rates.$delete({ query: place }), request);
    return problem ? data({ problem, draft: undefined }) : redirect(PAGE);
  }
  const json: TaxRateInput = {
    ...place,
    name,
    translations: germanTranslation(germanName),
    rateBasisPoints: basisPointsOf(rate),
    included: form.has("included"),
  };
  const answer = await problemOf(await rates.$put({ json }), request);
  const problem = issuesAt(answer, (path) => fields[path] ?? path);
  return problem
    ? data({ problem, draft: { ...json, rate } }, { status: problem.status })
    : redirect(PAGE);
}

export default function Taxes({ loaderData, actionData }: Route.ComponentProps) {
  const { rates, editing } = loaderData;
  const known = editing && { ...editing, rate: percentText(editing.rateBasisPoints) };
  return (
    <DashboardPage
      title="Taxes"
      lead="Of the rates that fit a thing and where it goes, the closest holds: that of its category before all others, of a region before its country."
    >
      <Section title={editing ? "Change a rate" : "New rate"}>
        <PostForm
          key={editing ? keyOf(editing) : `new ${rates.length}`}
          intent="save"
          problem={actionData?.problem}
          className="max-w-[44rem]"
        >
          <TaxFields known={actionData?.draft ?? known} fixed={editing !== undefined} />
          <AddOrSave editing={editing !== undefined} back={PAGE} />
        </PostForm>
      </Section>
      <RateTable rates={rates} />
    </DashboardPage>
  );
}

function RateTable({ rates }: { rates: readonly ManagedTax[] }) {
  const { categories } = useShop();
  const nameOf = (slug: string) =>
    categories.find((category) => category.slug === slug)?.name ?? slug;
  return (
    <DataTable<ManagedTax>
      caption="Rates"
      minWidth="43rem"
      rows={rates}
      rowKey={keyOf}
      empty={{ title: "There are no taxes", children: "Nothing is taken for the state." }}
      columns={[
        { key: "where", head: "Where", cell: placeText },
        {
          key: "what",
          head: "On",
          cell: ({ categorySlug }) => (categorySlug === "" ? "Everything" : nameOf(categorySlug)),
        },
        { key: "name", head: "Called", cell: ({ name }) => name },
        {
          key: "rate",
          head: "Rate",
          numeric: true,
          cell: ({ rateBasisPoints }) => `${percentText(rateBasisPoints)} %`,
        },
        {
          key: "how",
          head: "",
          cell: ({ included }) => (included ? "in the price" : "on top"),
        },
        {
          key: "do",
          head: "",
          numeric: true,
          cell: (rate) => <Doings rate={rate} />,
        },
      ]}
    />
  );
}

function Doings({ rate }: { rate: ManagedTax }) {
  const { country, region, categorySlug, name } = rate;
  const edit = `${PAGE}?${new URLSearchParams({ edit: keyOf(rate) })}`;
  return (
    <span className="inline-flex gap-2">
      <ActionLink to={edit} aria-label={`Change ${name}, ${placeText(rate)}`}>
        Change
      </ActionLink>
      <ConfirmForm
        label="Remove"
        question={`Remove ${name}, ${placeText(rate)}?`}
        consequence="The next orders are reckoned without it."
        values={{ intent: "remove", country, region, categorySlug }}
      />
    </span>
  );
}

function placeText({ country, region }: ManagedTax): string {
  const part = countryForm(country)?.regions?.[region] ?? region;
  return [part, countryName(country)].filter((text) => text !== "").join(", ");
}

function keyOf({ country, region, categorySlug }: ManagedTax): string {
  return [country, region, categorySlug].join("/");
}
