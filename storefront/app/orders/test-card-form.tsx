import { testCards } from "@slipstream/contracts/test-cards";
import { rich, t } from "../language/text.ts";
import type { FormProblem } from "../ui/form/form-problem.ts";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { TextField } from "../ui/form/text-field.tsx";
import { Price } from "../ui/price.tsx";

interface TestCardFormProps {
  reference: string;
  clientSecret: string;
  amountMinor: number;
  currency: string;
  problem: FormProblem | undefined;
}

/** The built-in test provider's form: it says what it is, and which cards there are. */
export function TestCardForm(props: TestCardFormProps) {
  const { reference, clientSecret, amountMinor, currency, problem } = props;
  return (
    <>
      <div className="mb-8 rounded-picture border border-line px-5 py-4 text-14">
        <p className="font-medium">{t("Test payment: no money moves")}</p>
        <p className="mt-1 text-ink-soft">
          {t(
            "This shop takes test cards only. Never type a real card here. Any expiry to come and any code will do.",
          )}
        </p>
        <ul className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
          {testCards.map(({ number, says }) => (
            <li key={number} className="contents">
              <span className="figures font-mono">{inGroups(number)}</span>
              <span className="text-ink-soft">{says}</span>
            </li>
          ))}
        </ul>
      </div>
      <PostForm problem={problem} intent="pay">
        <input type="hidden" name="reference" value={reference} />
        <input type="hidden" name="clientSecret" value={clientSecret} />
        <TextField
          name="card.number"
          label={t("Card number")}
          inputMode="numeric"
          autoComplete="off"
          placeholder={inGroups(testCards[0].number)}
        />
        <div className="grid grid-cols-2 gap-4">
          <TextField
            name="card.expiry"
            label={t("Expires")}
            inputMode="numeric"
            autoComplete="off"
            placeholder="04/40"
          />
          <TextField
            name="card.code"
            label={t("Code")}
            inputMode="numeric"
            autoComplete="off"
            placeholder="123"
          />
        </div>
        <SubmitButton intent="pay" pendingText={t("Asking the bank")} className="w-full">
          {rich("Pay {price}", { price: <Price minor={amountMinor} currency={currency} /> })}
        </SubmitButton>
      </PostForm>
    </>
  );
}

function inGroups(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, "$1 ");
}
