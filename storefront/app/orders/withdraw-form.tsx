import type { OrderReturn } from "@slipstream/contracts/order-api";
import { ConfirmForm } from "../dashboards/shell/confirm-form.tsx";
import { t } from "../language/text.ts";

/** Takes a wish to send something back away, after asking once more. */
export function WithdrawForm({ one }: { one: OrderReturn }) {
  if (one.state !== "requested") return null;
  return (
    <ConfirmForm
      label={t("Withdraw it")}
      question={t("Withdraw this return?")}
      consequence={t("You keep the goods, and no money goes back.")}
      values={{ intent: "withdraw", returnId: one.id }}
    />
  );
}
