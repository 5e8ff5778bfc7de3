import type { OrderDetail } from "@slipstream/contracts/order-api";
import { ConfirmForm } from "../dashboards/shell/confirm-form.tsx";
import { t } from "../language/text.ts";
import type { FormProblem } from "../ui/form/form-problem.ts";
import { TextField } from "../ui/form/text-field.tsx";

interface CancelFormProps {
  order: Pick<OrderDetail, "paidMinor">;
  problem: FormProblem | undefined;
}

/** Cancels the order, after asking once more. */
export function CancelForm({ order, problem }: CancelFormProps) {
  return (
    <>
      <ConfirmForm
        label={t("Cancel the order")}
        question={t("Cancel this order?")}
        consequence={
          order.paidMinor > 0
            ? t("Nothing is sent, and all your money goes back.")
            : t("Nothing is sent, and nothing is charged.")
        }
        values={{ intent: "cancel" }}
      >
        <TextField name="reason" label={t("Why, if you like")} required={false} maxLength={500} />
      </ConfirmForm>
      {problem && (
        <p role="alert" className="text-14 text-error">
          {problem.detail}
        </p>
      )}
    </>
  );
}
