import type { Discount, DiscountInput } from "@slipstream/contracts/admin-api";
import { moneyMinor, moneyText } from "@slipstream/contracts/money-text";
import { data, redirect } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { useShop } from "../../shop.ts";
import { CheckboxField } from "../../ui/form/checkbox-field.tsx";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SelectField } from "../../ui/form/select-field.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { timeOfField } from "../shell/form-times.ts";
import { PeriodFields } from "../shell/period-fields.tsx";
import { basisPointsOf, percentText } from "../terms/percent.ts";
import type { Route } from "./+types/discount";

const NEW = "new";

export async function loader({ context, request, params }: Route.LoaderArgs) {
  if (params.code === NEW) return { discount: undefined };
  const { client } = storefrontOf(context);
  const param = { code: params.code };
  return {
    discount: await answerOf(client.api.admin.discounts[":code"].$get({ param }), request),
  };
}

/** What the form says; numbers that are none become ones that the API refuses at their field. */
function inputOf(form: FormData): DiscountInput {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const kind = text("kind") as DiscountInput["kind"];
  const amount = (name: string) => moneyMinor(text(name) || "0", text("currency")) ?? Number.NaN;
  const count = (name: string) => (text(name) === "" ? undefined : Number(text(name)));
  const [startsAt, endsAt] = [timeOfField(text("startsAt")), timeOfField(text("endsAt"))];
  const [maxUses, maxUsesPerCustomer] = [count("maxUses"), count("maxUsesPerCustomer")];
  return {
    code: text("code"),
    kind,
    value:
      kind === "amount" ? amount("value") : kind === "percent" ? basisPointsOf(text("value")) : 0,
    minSubtotalMinor: amount("minSubtotalMinor"),
    active: form.get("active") !== null,
    ...(text("categorySlug") === "" ? {} : { categorySlug: text("categorySlug") }),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(endsAt === undefined ? {} : { endsAt }),
    ...(maxUses === undefined ? {} : { maxUses }),
    ...(maxUsesPerCustomer === undefined ? {} : { maxUsesPerCustomer }),
  };
}

export async function action({ context, request, params }: Route.ActionArgs) {
  const { discounts } = storefrontOf(context).client.api.admin;
  const form = await request.formData();
  const param = { code: params.code };
  if (form.get("intent") === "delete") {
    const problem = await problemOf(await discounts[":code"].$delete({ param }), request);
    if (problem) return data({ problem, draft: undefined }, { status: problem.status });
    throw redirect("/admin/discounts");
  }
  const json = inputOf(form);
  const answer =
    params.code === NEW
      ? await discounts.$post({ json })
      : await discounts[":code"].$put({ param, json: { ...json, code: params.code } });
  const problem = await problemOf(answer, request);
  if (problem) return data({ problem, draft: json }, { status: problem.status });
  throw redirect("/admin/discounts");
}

export default function DiscountPage({ loaderData, actionData }: Route.ComponentProps) {
  const { discount } = loaderData;
  return (
    <DashboardPage
      title={discount?.code ?? "New discount"}
      trail={[{ name: "Discounts", to: "/admin/discounts" }]}
      lead={discount && `Used ${discount.uses} ${discount.uses === 1 ? "time" : "times"}.`}
      actions={
        discount?.uses === 0 && (
          <ConfirmForm
            label="Delete"
            question={`Delete ${discount.code}?`}
            consequence="Nobody has used it. Links with this code will no longer make anything cheaper."
            values={{ intent: "delete" }}
          />
        )
      }
    >
      <PostForm problem={actionData?.problem} className="max-w-[44rem]">
        <Fields known={actionData?.draft ?? discount} fixed={discount !== undefined} />
        <SubmitButton>Save</SubmitButton>
      </PostForm>
    </DashboardPage>
  );
}

function Fields({ known, fixed }: { known: DiscountInput | Discount | undefined; fixed: boolean }) {
  const { currency, categories } = useShop();
  const amount = (minor: number | undefined) => (minor ? moneyText(minor, currency) : "");
  return (
    <div className="grid items-end gap-6 sm:grid-cols-2">
      <input type="hidden" name="currency" value={currency} />
      <TextField
        name="code"
        label="Code"
        hint="What people type in, in any case."
        maxLength={32}
        autoCapitalize="characters"
        readOnly={fixed}
        defaultValue={known?.code}
        className="sm:col-span-2"
      />
      <SelectField
        name="kind"
        label="Gives"
        defaultValue={known?.kind ?? "percent"}
        options={[
          { value: "percent", text: "a part of the price, %" },
          { value: "amount", text: `an amount, ${currency}` },
          { value: "free_shipping", text: "free shipping" },
        ]}
      />
      <TextField
        name="value"
        label="How much"
        hint="Nothing for free shipping."
        type="number"
        inputMode="decimal"
        step="any"
        min={0}
        required={false}
        defaultValue={known && valueText(known, currency)}
      />
      <TextField
        name="minSubtotalMinor"
        label={`From this sum of goods on, ${currency}`}
        type="number"
        inputMode="decimal"
        step="any"
        min={0}
        required={false}
        defaultValue={amount(known?.minSubtotalMinor)}
      />
      <SelectField
        name="categorySlug"
        label="Only on"
        required={false}
        placeholder="Everything"
        defaultValue={known?.categorySlug ?? ""}
        options={categories.map(({ slug, name }) => ({ value: slug, text: name }))}
      />
      <Limits known={known} />
      <CheckboxField name="active" label="It is on" defaultChecked={known?.active ?? true} />
    </div>
  );
}

/** As it is typed: a percentage, or an amount. */
function valueText({ kind, value }: DiscountInput | Discount, currency: string): string {
  if (!value) return "";
  return kind === "percent" ? percentText(value) : moneyText(value, currency);
}

/** When it holds, and how often. */
function Limits({ known }: { known: DiscountInput | Discount | undefined }) {
  return (
    <>
      <PeriodFields known={known} />
      <TextField
        name="maxUses"
        label="Times in all"
        type="number"
        min={1}
        required={false}
        defaultValue={known?.maxUses}
      />
      <TextField
        name="maxUsesPerCustomer"
        label="Times for one customer"
        type="number"
        min={1}
        required={false}
        defaultValue={known?.maxUsesPerCustomer}
      />
    </>
  );
}
