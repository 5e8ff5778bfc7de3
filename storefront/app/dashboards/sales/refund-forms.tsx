import type { SaleDetail } from "@slipstream/contracts/sales-api";
import { CheckboxField } from "../../ui/form/checkbox-field.tsx";
import type { FormProblem } from "../../ui/form/form-problem.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { useMoney } from "../money.ts";
import { Section } from "../shell/dashboard-shell.tsx";
import { UnitsFields } from "./units-fields.tsx";

const summaryLook =
  "inline-flex min-h-11 items-center rounded-full bg-control px-5 text-14 font-medium hover:bg-control-hover md:min-h-9";

/** Two ways to give money back: for what will not be sent, and by amount. */
export function RefundForms({
  sale,
  idempotencyKey,
  problem,
}: {
  sale: SaleDetail;
  idempotencyKey: string;
  problem: FormProblem | undefined;
}) {
  const money = useMoney(sale.currency);
  return (
    <Section title="Give money back" aside={`at most ${money(sale.refundableMinor)}`}>
      {problem && (
        <p role="alert" className="mb-4 text-14 text-error">
          {problem.issues[0]?.message ?? problem.detail}
        </p>
      )}
      <div className="space-y-3">
        {sale.can.ship && (
          <details>
            <summary className={summaryLook}>For what will not be sent</summary>
            <PostForm intent="refund-lines" className="mt-4 mb-8 max-w-[34rem]">
              <input type="hidden" name="key" value={idempotencyKey} />
              <div className="grid gap-4 sm:grid-cols-2">
                <UnitsFields lines={sale.lines} all={false} none="Still to be sent" verb="Cancel" />
              </div>
              <TextField name="reason" label="Why" required={false} maxLength={500} />
              <CheckboxField name="restock" label="Back on the shelf" defaultChecked />
              <SubmitButton intent="refund-lines">Cancel and refund</SubmitButton>
            </PostForm>
          </details>
        )}
        <details>
          <summary className={summaryLook}>An amount</summary>
          <PostForm intent="refund-amount" className="mt-4 max-w-[34rem]">
            <input type="hidden" name="key" value={idempotencyKey} />
            <input type="hidden" name="currency" value={sale.currency} />
            <TextField
              name="amount"
              label={`Amount in ${sale.currency}`}
              inputMode="decimal"
              autoComplete="off"
            />
            <TextField name="reason" label="Why" required={false} maxLength={500} />
            <SubmitButton intent="refund-amount">Refund</SubmitButton>
          </PostForm>
        </details>
      </div>
    </Section>
  );
}
