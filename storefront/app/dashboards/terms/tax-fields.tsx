import { type CountryForm, countryForm, countryForms } from "@slipstream/contracts/countries";
import type { NameTranslations } from "@slipstream/contracts/translations";
import { useState } from "react";
import { useShop } from "../../shop.ts";
import { CheckboxField } from "../../ui/form/checkbox-field.tsx";
import { SelectField } from "../../ui/form/select-field.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { GermanName } from "./german-name.tsx";

interface Known {
  country: string;
  region: string;
  categorySlug: string;
  name: string;
  translations: NameTranslations;
  /** As it was typed. */
  rate: string;
  included: boolean;
}

/** Where a rate holds, on what, and how much it is; `fixed`: where and on what stay. */
export function TaxFields({ known, fixed }: { known: Known | undefined; fixed: boolean }) {
  return (
    <div className="grid items-end gap-6 sm:grid-cols-2">
      <Where known={known} fixed={fixed} />
      <TextField
        name="name"
        label="Called"
        hint="As buyers read it: VAT."
        maxLength={80}
        defaultValue={known?.name}
      />
      <GermanName translations={known?.translations} />
      <TextField
        name="rate"
        label="Rate, %"
        inputMode="decimal"
        autoComplete="off"
        defaultValue={known?.rate}
      />
      <CheckboxField
        name="included"
        label="Prices hold it already"
        hint="As in Europe; else it comes on top, as in America."
        defaultChecked={known?.included ?? true}
        className="sm:col-span-2"
      />
    </div>
  );
}

function Where({ known, fixed }: { known: Known | undefined; fixed: boolean }) {
  const { categories } = useShop();
  const [country, setCountry] = useState(known?.country ?? "");
  if (known && fixed) {
    return (["country", "region", "categorySlug"] as const).map((name) => (
      <input key={name} type="hidden" name={name} value={known[name]} />
    ));
  }
  // Without scripts every region is there to choose; one of another country is refused.
  const forms: readonly (CountryForm | undefined)[] =
    country === "" ? countryForms : [countryForm(country)];
  const options = forms.flatMap((form) =>
    Object.entries(form?.regions ?? {}).map(([value, text]) => ({ value, text })),
  );
  return (
    <>
      <SelectField
        name="country"
        label="Country"
        placeholder="Please choose"
        options={countryForms.map(({ code, name }) => ({ value: code, text: name }))}
        value={country}
        onChange={(event) => setCountry(event.currentTarget.value)}
      />
      {options.length > 0 && (
        <SelectField
          name="region"
          label="Region"
          required={false}
          placeholder="All of it"
          options={options}
          defaultValue={known?.region ?? ""}
        />
      )}
      <SelectField
        name="categorySlug"
        label="Only on"
        required={false}
        placeholder="Everything"
        options={categories.map(({ slug, name }) => ({ value: slug, text: name }))}
        defaultValue={known?.categorySlug ?? ""}
      />
    </>
  );
}
