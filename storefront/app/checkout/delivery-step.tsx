import type { ChosenShipping, Quote } from "@slipstream/contracts/checkout-api";
import { useSubmit } from "react-router";
import { countryName } from "../language/country-name.ts";
import { rich, t } from "../language/text.ts";
import type { FormProblem } from "../ui/form/form-problem.ts";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { TextLink } from "../ui/link.tsx";
import { Notice } from "../ui/notice.tsx";
import { Price } from "../ui/price.tsx";
import type { Typed } from "./typed.ts";
import { TypedFields } from "./typed-fields.tsx";

interface DeliveryStepProps {
  typed: Typed;
  quote: Quote;
  idempotencyKey: string;
  problem: FormProblem | undefined;
  changed: boolean;
}

/** The second step: how it comes, and what it costs in all. */
export function DeliveryStep(props: DeliveryStepProps) {
  const { typed, quote, idempotencyKey, problem, changed } = props;
  const { methods, shippingMethodId, totals } = quote;
  const submit = useSubmit();
  return (
    <>
      <Chosen typed={typed} />
      {changed && (
        <div className="mt-6">
          <Notice title={t("This is the new total")}>
            {t(
              "It has changed with what you chose, or since you looked. Please look at it once more.",
            )}
          </Notice>
        </div>
      )}
      <PostForm
        key={shippingMethodId}
        problem={problem && { ...problem, issues: [], detail: wordsOf(problem) }}
        intent="order"
        className="mt-6"
      >
        {problem?.code === "out_of_stock" && (
          <p className="text-14">
            {rich("{cart}, which says what there is.", {
              cart: <TextLink to="/cart">{t("Look at your cart")}</TextLink>,
            })}
          </p>
        )}
        <fieldset>
          <legend className="sr-only">{t("How it comes")}</legend>
          <div className="divide-y divide-line border-line border-y">
            {methods.map((method) => (
              <Method
                key={method.id}
                method={method}
                currency={totals.currency}
                checked={method.id === shippingMethodId}
                onChoose={(form) => {
                  const data = new FormData(form);
                  data.set("intent", "address");
                  submit(data, { method: "post", preventScrollReset: true });
                }}
              />
            ))}
          </div>
        </fieldset>
        <TypedFields typed={typed} />
        <input type="hidden" name="quotedMethodId" value={shippingMethodId} />
        <input type="hidden" name="total" value={totals.totalMinor} />
        <input type="hidden" name="key" value={idempotencyKey} />
        <SubmitButton intent="order" className="min-h-12 w-full text-16">
          {t("Order and go to payment")}
        </SubmitButton>
        <p className="text-14 text-ink-soft">
          {t("Your things are then kept for you for 15 minutes, while you pay.")}
        </p>
      </PostForm>
    </>
  );
}

function wordsOf({ code, issues, title, detail }: FormProblem): string {
  if (code === "out_of_stock") return issues[0]?.message ?? title;
  return code === "invalid_discount" ? title : detail;
}

/** Where it goes, and the way back to change that. */
function Chosen({ typed }: { typed: Typed }) {
  const { name, line1, postcode, city, country } = typed.address;
  return (
    <PostForm intent="change" className="mt-6 flex items-start justify-between gap-6 space-y-0">
      <TypedFields typed={typed} />
      <p className="text-14">
        {name}
        <span className="block text-ink-soft">
          {line1}, {postcode} {city}, {countryName(country ?? "")}
        </span>
      </p>
      <button
        type="submit"
        className="-mt-2.5 min-h-11 text-14 underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink"
      >
        {t("Change")}
      </button>
    </PostForm>
  );
}

interface MethodProps {
  method: ChosenShipping;
  currency: string;
  checked: boolean;
  onChoose: (form: HTMLFormElement) => void;
}

function Method({ method, currency, checked, onChoose }: MethodProps) {
  const { id, name, priceMinor, minDays, maxDays } = method;
  return (
    <label className="flex min-h-16 cursor-pointer items-center gap-4">
      <input
        type="radio"
        name="shippingMethodId"
        value={id}
        defaultChecked={checked}
        onChange={(event) => event.currentTarget.form && onChoose(event.currentTarget.form)}
        className="size-5 shrink-0 accent-ink"
      />
      <span className="flex-1">
        {name}
        <span className="block text-14 text-ink-soft">
          {minDays === maxDays
            ? t("{count} working day|{count} working days", { count: maxDays })
            : t("{from} to {to} working days", { from: minDays, to: maxDays })}
        </span>
      </span>
      <span>{priceMinor === 0 ? t("Free") : <Price minor={priceMinor} currency={currency} />}</span>
    </label>
  );
}
