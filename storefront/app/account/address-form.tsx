import type { SavedAddress } from "@slipstream/contracts/account-api";
import { t } from "../language/text.ts";
import { AddressFields } from "../ui/form/address-fields.tsx";
import type { FormProblem } from "../ui/form/form-problem.ts";
import { PostForm } from "../ui/form/post-form.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { TextLink } from "../ui/link.tsx";

interface AddressFormProps {
  /** The one that is written anew; absent for a new one. */
  address?: SavedAddress | undefined;
  /** What was typed before it was refused. */
  typed?: Readonly<Record<string, string>> | undefined;
  problem: FormProblem | undefined;
}

/** A postal address, asked for by the form of its country. */
export function AddressForm({ address, typed, problem }: AddressFormProps) {
  const known: Readonly<Record<string, string | undefined>> = typed ?? { ...address };
  return (
    <PostForm problem={problem} intent="save">
      {address && <input type="hidden" name="id" value={address.id} />}
      <AddressFields known={known} />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <SubmitButton intent="save">{t("Save the address")}</SubmitButton>
        <TextLink to="/account/addresses">{t("Cancel")}</TextLink>
      </div>
    </PostForm>
  );
}
