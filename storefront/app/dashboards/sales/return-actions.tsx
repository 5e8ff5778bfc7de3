import type { OrderReturn } from "@slipstream/contracts/order-api";
import { CheckboxField } from "../../ui/form/checkbox-field.tsx";
import { TextAreaField } from "../../ui/form/text-area-field.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";

/** What is to be done about a return: decide, then receive. */
export function ReturnActions({ one }: { one: OrderReturn }) {
  const values = { returnId: one.id };
  if (one.state === "requested") {
    return (
      <div className="flex flex-wrap gap-2">
        <ConfirmForm
          label="Approve"
          question="Take the goods back?"
          consequence="The buyer is told to send them. The money goes back once they are here."
          values={{ ...values, intent: "approve" }}
        >
          <TextAreaField
            name="answer"
            label="To the buyer"
            required={false}
            rows={3}
            maxLength={500}
          />
        </ConfirmForm>
        <ConfirmForm
          label="Refuse"
          question="Why are they not taken back?"
          consequence="The buyer reads this."
          values={{ ...values, intent: "refuse" }}
        >
          <TextAreaField name="answer" label="To the buyer" rows={3} maxLength={500} />
        </ConfirmForm>
      </div>
    );
  }
  if (one.state !== "approved") return null;
  return (
    <ConfirmForm
      label="The goods are here"
      question="Are the goods here?"
      consequence="The money goes back to the buyer now."
      confirm="Yes, refund"
      values={{ ...values, intent: "receive" }}
    >
      <CheckboxField name="restock" label="They can be sold again" defaultChecked />
    </ConfirmForm>
  );
}
