import { useState } from "react";
import { rich, t } from "../language/text.ts";
import { AddressFields } from "../ui/form/address-fields.tsx";
import { CheckboxField } from "../ui/form/checkbox-field.tsx";
import type { FormProblem } from "../ui/form/form-problem.ts";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { TextField } from "../ui/form/text-field.tsx";
import { TextLink } from "../ui/link.tsx";
import { BILLING, type Typed } from "./typed.ts";

interface AddressStepProps {
  typed: Typed;
  problem: FormProblem | undefined;
  /** Where a member's letters go; undefined for a guest, who is asked. */
  memberEmail: string | undefined;
}

/** The first step: who it is for, and where. */
export function AddressStep({ typed, problem, memberEmail }: AddressStepProps) {
  const [same, setSame] = useState(typed.billing === undefined);
  return (
    <PostForm problem={problem} intent="address" className="mt-6">
      {memberEmail === undefined ? (
        <TextField
          name="email"
          type="email"
          label={t("Email")}
          hint={rich("For the receipt, and to tell you when it is on its way. Or {signIn}.", {
            signIn: <TextLink to="/login?to=/checkout">{t("sign in")}</TextLink>,
          })}
          autoComplete="email"
          defaultValue={typed.email}
        />
      ) : (
        <p className="text-14 text-ink-soft">
          {t("Letters go to {email}.", { email: memberEmail })}
        </p>
      )}
      <AddressFields known={typed.address} purpose="shipping" />
      {memberEmail !== undefined && (
        <CheckboxField
          name="keep"
          label={t("Keep this address in my account")}
          defaultChecked={typed.keep}
        />
      )}
      <label className="flex min-h-11 cursor-pointer items-center gap-3 text-14">
        <input
          type="checkbox"
          name="same"
          checked={same}
          onChange={(event) => setSame(event.currentTarget.checked)}
          className="size-5 shrink-0 accent-ink"
        />
        {t("The bill goes to the same address")}
      </label>
      {!same && (
        <fieldset className="space-y-6 border-line border-t pt-6">
          <legend className="text-20 font-medium">{t("For the bill")}</legend>
          <AddressFields known={typed.billing ?? {}} prefix={BILLING} purpose="billing" />
        </fieldset>
      )}
      <SubmitButton intent="address" className="min-h-12 w-full text-16">
        {t("On to delivery")}
      </SubmitButton>
    </PostForm>
  );
}
