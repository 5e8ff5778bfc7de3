import { countryForms } from "@slipstream/contracts/countries";
import { moneyMinor, moneyText } from "@slipstream/contracts/money-text";
import type { ShippingMethodInput } from "@slipstream/contracts/terms-api";
import { data, redirect } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { useShop } from "../../shop.ts";
import { CheckboxField } from "../../ui/form/checkbox-field.tsx";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { issuesAt } from "../shell/issues-at.ts";
import type { Route } from "./+types/shipping-method";
import { GERMAN_NAME_PATH, GermanName, germanTranslation } from "./german-name.tsx";

const PAGE = "/admin/delivery";
const NEW = "new";

export async function loader({ context, request, params }: Route.LoaderArgs) {
  // Chosen before it is sent: sent twice, it is made once.
  if (params.id === NEW) return { id: crypto.randomUUID(), known: undefined };
  const { client } = storefrontOf(context);
  const { methods } = await answerOf(client.api.admin["shipping-methods"].$get(), request);
  const known = methods.find(({ id }) => id === params.id);
  if (!known) throw data({ code: "not_found", title: "" }, { status: 404 });
  return { id: known.id, known };
}

/** What the form says; what is no amount becomes one that the API refuses at its field. */
function inputOf(form: FormData, currency: string): ShippingMethodInput {
  const names = ["name", "germanName", "price", "freeFrom"] as const;
  const { name, germanName, price, freeFrom } = formTexts(form, ...names);
  const numbers = formTexts(form, "minDays", "maxDays", "position");
  const amount = (text: string) => moneyMinor(text, currency) ?? Number.NaN;
  return {
    name,
    translations: germanTranslation(germanName),
    countries: form.getAll("countries").map(String),
    priceMinor: amount(price),
    freeFromMinor: freeFrom.trim() === "" ? null : amount(freeFrom),
    minDays: Number(numbers.minDays),
    maxDays: Number(numbers.maxDays),
    position: Number(numbers.position),
    active: form.has("active"),
  };
}

const fields: Readonly<Record<string, string>> = {
  priceMinor: "price",
  freeFromMinor: "freeFrom",
  [GERMAN_NAME_PATH]: "germanName",
};

export async function action({ context, request, params }: Route.ActionArgs) {
  const { client } = storefrontOf(context);
  const method = client.api.admin["shipping-methods"][":id"];
  const form = await request.formData();
  const { intent, id, currency } = formTexts(form, "intent", "id", "currency");
  if (intent === "delete") {
    const gone = await problemOf(await method.$delete({ param: { id: params.id } }), request);
    if (gone) return data({ problem: gone, draft: undefined }, { status: gone.status });
    throw redirect(PAGE);
  }
  const json = inputOf(form, currency);
  const param = { id: params.id === NEW ? id : params.id };
  const answer = await problemOf(await method.$put({ param, json }), request);
  const problem = issuesAt(answer, (path) => fields[path] ?? path);
  if (problem) return data({ problem, draft: json }, { status: problem.status });
  throw redirect(PAGE);
}

export default function ShippingMethodPage({ loaderData, actionData }: Route.ComponentProps) {
  const { id, known } = loaderData;
  const { currency } = useShop();
  return (
    <DashboardPage
      title={known?.name ?? "New way of delivery"}
      trail={[{ name: "Delivery", to: PAGE }]}
      lead="Orders that were made keep what they were made with."
      actions={
        known && (
          <ConfirmForm
            label="Delete"
            question={`Delete ${known.name}?`}
            consequence="It is offered no longer. Orders that have it keep it."
            values={{ intent: "delete" }}
          />
        )
      }
    >
      <PostForm problem={actionData?.problem} intent="save" className="max-w-[44rem]">
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="currency" value={currency} />
        <Fields known={actionData?.draft ?? known} currency={currency} />
        <SubmitButton intent="save">Save</SubmitButton>
      </PostForm>
    </DashboardPage>
  );
}

interface FieldsProps {
  known: ShippingMethodInput | undefined;
  currency: string;
}

function Fields({ known, currency }: FieldsProps) {
  const amount = (minor: number | null | undefined) =>
    Number.isInteger(minor) ? moneyText(minor ?? 0, currency) : "";
  const money = { inputMode: "decimal", autoComplete: "off" } as const;
  const days = { type: "number", min: 0, max: 90 } as const;
  return (
    <>
      <TextField
        name="name"
        label="Name"
        hint="As buyers read it."
        maxLength={80}
        defaultValue={known?.name}
      />
      <GermanName translations={known?.translations} />
      <div className="grid items-end gap-6 sm:grid-cols-2">
        <TextField
          name="price"
          label={`Price, ${currency}`}
          defaultValue={amount(known?.priceMinor)}
          {...money}
        />
        <TextField
          name="freeFrom"
          label={`Free from this sum of goods on, ${currency}`}
          required={false}
          defaultValue={amount(known?.freeFromMinor)}
          {...money}
        />
        <TextField
          name="minDays"
          label="Working days, at least"
          defaultValue={known?.minDays ?? 2}
          {...days}
        />
        <TextField
          name="maxDays"
          label="Working days, at most"
          defaultValue={known?.maxDays ?? 4}
          {...days}
        />
        <TextField
          name="position"
          label="Place in the list"
          hint="The smallest is offered first."
          type="number"
          min={0}
          max={1000}
          defaultValue={known?.position ?? 0}
        />
      </div>
      <Countries chosen={known?.countries ?? []} />
      <CheckboxField name="active" label="It is offered" defaultChecked={known?.active ?? true} />
    </>
  );
}

function Countries({ chosen }: { chosen: readonly string[] }) {
  return (
    <fieldset>
      <legend className="text-14 font-medium">Where to</legend>
      <p className="mt-1 text-14 text-ink-soft">Everywhere, where nothing is ticked.</p>
      <div className="mt-2 grid grid-cols-2 gap-x-6 sm:grid-cols-3">
        {countryForms.map(({ code, name }) => (
          <label
            key={code}
            className="flex min-h-11 cursor-pointer items-center gap-3 text-14 md:min-h-9"
          >
            <input
              type="checkbox"
              name="countries"
              value={code}
              defaultChecked={chosen.includes(code)}
              className="size-5 shrink-0 accent-ink"
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
