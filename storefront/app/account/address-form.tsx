import type { SavedAddress } from "@slipstream/contracts/account-api";
import { countryForm, countryForms } from "@slipstream/contracts/countries";
import { useState } from "react";
import type { FormProblem } from "../ui/form/form-problem.ts";
import { PostForm } from "../ui/form/post-form.tsx";
import { SelectField } from "../ui/form/select-field.tsx";
import { SubmitButton } from "../ui/form/submit-button.tsx";
import { TextField } from "../ui/form/text-field.tsx";
import { TextLink } from "../ui/link.tsx";

const countries = countryForms.map(({ code, name }) => ({ value: code, text: name }));

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
  const [country, setCountry] = useState(known.country ?? "");
  const form = countryForm(country);
  const regions = Object.entries(form?.regions ?? {}).map(([value, text]) => ({ value, text }));
  return (
    <PostForm problem={problem} intent="save">
      {address && <input type="hidden" name="id" value={address.id} />}
      <TextField name="name" label="Name" autoComplete="name" defaultValue={known.name} />
      <SelectField
        name="country"
        label="Country"
        placeholder="Please choose"
        options={countries}
        autoComplete="country"
        value={country}
        onChange={(event) => setCountry(event.currentTarget.value)}
      />
      <TextField
        name="line1"
        label="Street and number"
        autoComplete="address-line1"
        defaultValue={known.line1}
      />
      <TextField
        name="line2"
        label="Flat, floor, company"
        required={false}
        autoComplete="address-line2"
        defaultValue={known.line2}
      />
      <div className="grid gap-x-4 gap-y-6 sm:grid-cols-[9rem_minmax(0,1fr)]">
        <TextField
          name="postcode"
          label="Postcode"
          autoComplete="postal-code"
          placeholder={form?.postcodeExample}
          defaultValue={known.postcode}
        />
        <TextField
          name="city"
          label="Town"
          autoComplete="address-level2"
          defaultValue={known.city}
        />
      </div>
      {regions.length > 0 && (
        <SelectField
          name="region"
          label={form?.regionLabel ?? "Region"}
          placeholder="Please choose"
          options={regions}
          autoComplete="address-level1"
          defaultValue={known.region}
        />
      )}
      <TextField
        name="phone"
        label="Phone, for the carrier"
        type="tel"
        required={false}
        autoComplete="tel"
        defaultValue={known.phone}
      />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <SubmitButton intent="save">Save the address</SubmitButton>
        <TextLink to="/account/addresses">Cancel</TextLink>
      </div>
    </PostForm>
  );
}
