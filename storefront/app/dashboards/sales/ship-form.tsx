import type { OrderLine } from "@slipstream/contracts/order-api";
import type { FormProblem } from "../../ui/form/form-problem.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { UnitsFields } from "./units-fields.tsx";

/** A parcel: who carries it, under which number, and what is in it. */
export function ShipForm({
  lines,
  problem,
}: {
  lines: readonly OrderLine[];
  problem: FormProblem | undefined;
}) {
  return (
    <PostForm problem={problem} intent="ship" className="max-w-[34rem]">
      <div className="grid gap-4 sm:grid-cols-2">
        <UnitsFields lines={lines} all none="Not in this one" verb="Send" />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="carrier"
          label="Carrier"
          required={false}
          maxLength={60}
          placeholder="DHL"
        />
        <TextField name="trackingNumber" label="Tracking number" required={false} maxLength={60} />
      </div>
      <SubmitButton intent="ship">Mark as sent</SubmitButton>
    </PostForm>
  );
}
